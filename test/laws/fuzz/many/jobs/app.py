from sqlalchemy import create_engine
import os
engine = create_engine(os.environ["DATABASE_URL"], pool_size=int(os.getenv("DB_POOL_SIZE", 10)), max_overflow=20, pool_timeout=30)
r'''raw
string'''
f"{engine!r}"
