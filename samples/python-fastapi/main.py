import os

from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/")
def index(response: Response):
    instance = os.environ.get("CF_INSTANCE_INDEX", "0")
    response.headers["X-App-Instance"] = instance
    return {"message": "Hello from Ingot", "index": instance}
