"""items-fastapi, and a page that tells whom it believes to be asked by."""

from app import app
from fastapi import Request


@app.get("/who")
async def who(request: Request):
    return {"client": request.client.host, "scheme": request.url.scheme}
