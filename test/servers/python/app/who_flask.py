"""items-flask, and a page that tells whom it believes to be asked by."""

from app import app
from flask import request


@app.get("/who")
def who():
    return {"client": request.remote_addr, "scheme": request.scheme}
