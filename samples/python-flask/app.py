import os

from flask import Flask, jsonify

app = Flask(__name__)


@app.after_request
def instance(response):
    response.headers["X-App-Instance"] = os.environ.get("CF_INSTANCE_INDEX", "0")
    return response


@app.get("/")
def index():
    return jsonify(message="Hello from Ingot", index=os.environ.get("CF_INSTANCE_INDEX", "0"))
