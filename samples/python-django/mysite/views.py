import os

from django.http import HttpResponse
from django.templatetags.static import static


class InstanceHeader:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["X-App-Instance"] = os.environ.get("CF_INSTANCE_INDEX", "0")
        return response


def index(request):
    return HttpResponse(f'<link rel="stylesheet" href="{static("site.css")}">Hello from Ingot')
