"""The application: Flask with the limits of the rendered settings, and the routes."""

import items
import login
import serving
import settings
import upload
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError, TimeoutError as PoolTimeout
from store import engine, redis
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__, static_folder="assets", static_url_path="/assets")
app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000  # files are named by their content
for routes in (items.routes, login.routes, upload.routes):
    app.register_blueprint(routes)
proxied = ProxyFix(app.wsgi_app, x_for=settings.HTTP.trusted_hops, x_proto=settings.HTTP.trusted_hops)
app.wsgi_app = serving.wsgi(proxied, critical={"database": serving.answers(engine)}, others={"cache": redis.ping})  # type: ignore[method-assign]


@app.before_request
def limit_body() -> None:
    # Werkzeug refuses a body that is as long as it says here, once it is read to its end.
    request.max_content_length = settings.HTTP.body_limit_of(request.path) + 1


@app.get("/")
def home() -> ResponseReturnValue:
    return jsonify(sorted({str(rule) for rule in app.url_map.iter_rules()}))


@app.errorhandler(HTTPException)
def refused(error: HTTPException) -> ResponseReturnValue:
    return {"error": error.description}, error.code or 500


@app.errorhandler(OperationalError)
@app.errorhandler(PoolTimeout)
@app.errorhandler(RedisError)
def unavailable(error: Exception) -> ResponseReturnValue:
    """The database or the sessions are away or busy: that passes, and whoever asks may ask again."""
    app.logger.warning("unavailable: %s", error)
    return {"error": "try again soon"}, 503, {"Retry-After": str(settings.HTTP.retry_after)}
