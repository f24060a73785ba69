package dev.ingot.router.proxy;

/**
 * Why a request is answered by the router itself.
 *
 * @param status HTTP status
 * @param routerError value of {@code X-Cf-RouterError}, empty = none
 * @param message one sentence for people
 */
record Rejection(int status, String routerError, String message) {
  static Rejection bad(String message) {
    return new Rejection(400, "", message);
  }

  static Rejection tooLarge(String message) {
    return new Rejection(431, "max-request-size-exceeded", message);
  }
}
