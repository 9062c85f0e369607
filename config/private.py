"""What only a signed-in person gets is kept by no browser, proxy or disk."""


class NoStoreMiddleware:
    """Marks whatever a view answers that is not open to everybody: pages, pictures, files.

    A public address that shows a signed-in person more than the public gets marks its own answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "is_private", False):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(self, request, view, args, kwargs):
        # As Django's LoginRequiredMiddleware reads it, which asks whoever is not signed in.
        request.is_private = getattr(view, "login_required", True)
