package dev.ingot.api.error;

/**
 * Every error the API can answer: the number and title clients match on (source: CF v3 API, cf-cli-contract.md §1.7), the HTTP
 * status, and what a person can do about it. Numbers are never reused.
 */
public enum ErrorCode {
  INVALID_AUTH_TOKEN(1000, "InvalidAuthToken", 401, "Log in again: ingot login"),
  MESSAGE_PARSE_ERROR(1001, "MessageParseError", 400, "Send valid JSON."),
  INVALID_RELATION(1002, "InvalidRelation", 400, "Check the guid of the related resource."),
  BAD_REQUEST(1004, "BadRequest", 400, "Correct the request."),
  UNKNOWN_REQUEST(10000, "NotFound", 404, "Check the path and method."),
  SERVER_ERROR(10001, "UnknownError", 500, "See the controller's log."),
  NOT_AUTHENTICATED(10002, "NotAuthenticated", 401, "Log in: ingot login"),
  NOT_AUTHORIZED(10003, "NotAuthorized", 403, "Ask an org or space manager for a role."),
  BAD_QUERY_PARAMETER(10005, "BadQueryParameter", 400, "Correct the query."),
  INSUFFICIENT_SCOPE(10007, "InsufficientScope", 403, "Log in as somebody, or with a client, that has the scope."),
  UNPROCESSABLE_ENTITY(10008, "UnprocessableEntity", 422, "Correct the request."),
  RESOURCE_NOT_FOUND(10010, "ResourceNotFound", 404, "Check the name or guid, and the targeted space."),
  RATE_LIMIT_EXCEEDED(10013, "RateLimitExceeded", 429, "Wait and try again."),
  SERVICE_UNAVAILABLE(10015, "ServiceUnavailable", 503, "Try again in a moment."),
  UNIQUENESS_ERROR(10016, "UniquenessError", 422, "Choose another name."),
  ORG_SUSPENDED(10017, "OrgSuspended", 403, "An operator can resume the org."),
  NOT_IMPLEMENTED(10020, "NotImplemented", 501, "This operation does not exist here yet: see docs/known-differences-with-cf.md."),
  REQUEST_TOO_LARGE(10031, "RequestTooLarge", 413, "Send less in one request."),
  USER_NOT_FOUND(20003, "UserNotFound", 404, "Create the user first."),
  SERVICE_INSTANCE_QUOTA_EXCEEDED(60005, "ServiceInstanceQuotaExceeded", 400, "Delete a service instance, or ask an operator for a larger org quota."),
  SERVICE_PLAN_NOT_ALLOWED(60007, "ServiceInstanceServicePlanNotAllowed", 400, "Choose a free plan, or ask an operator for another org quota."),
  SERVICE_INSTANCE_SPACE_QUOTA_EXCEEDED(60012, "ServiceInstanceSpaceQuotaExceeded", 400,
      "Delete a service instance, or ask an org manager for a larger space quota."),
  SERVICE_PLAN_NOT_ALLOWED_BY_SPACE(60013, "ServiceInstanceServicePlanNotAllowedBySpaceQuota", 400,
      "Choose a free plan, or ask an org manager for another space quota."),
  SERVICE_FETCH_BINDING_PARAMETERS_NOT_SUPPORTED(90007, "ServiceFetchBindingParametersNotSupported", 400, "Ask the service itself."),
  SERVICE_FETCH_INSTANCE_PARAMETERS_NOT_SUPPORTED(120004, "ServiceFetchInstanceParametersNotSupported", 400, "Ask the service itself."),
  SERVICE_INSTANCE_ALREADY_BOUND_TO_SAME_ROUTE(130008, "ServiceInstanceAlreadyBoundToSameRoute", 422, "Nothing to do."),
  PACKAGE_BITS_ALREADY_UPLOADED(150004, "PackageBitsAlreadyUploaded", 400, "Create a new package."),
  STAGING_ERROR(170001, "StagingError", 400, "Read the staging log."),
  STAGING_IN_PROGRESS(170017, "StagingInProgress", 422, "Wait for the running build."),
  BUILDPACK_NAME_STACK_LIFECYCLE_TAKEN(290000, "BuildpackNameStackLifecycleTaken", 422, "Choose another name or stack."),
  BUILDPACK_INVALID(290003, "BuildpackInvalid", 400, "Correct the buildpack."),
  BUILDPACK_STACKS_DONT_MATCH(390011, "BuildpackStacksDontMatch", 422, "Create a buildpack for that stack."),
  BUILDPACK_STACK_DOES_NOT_EXIST(390012, "BuildpackStackDoesNotExist", 422, "Choose one of: cf stacks"),
  BUILDPACK_ZIP_ERROR(390013, "BuildpackZipError", 422, "Make the archive again."),
  SCALE_DISABLED_DURING_DEPLOYMENT(390016, "ScaleDisabledDuringDeployment", 422, "Wait for the deployment or cancel it: cf cancel-deployment"),
  PROCESS_UPDATE_DISABLED_DURING_DEPLOYMENT(390017, "ProcessUpdateDisabledDuringDeployment", 422,
      "Wait for the deployment or cancel it: cf cancel-deployment"),
  STOP_DISABLED_DURING_DEPLOYMENT(390024, "StopDisabledDuringDeployment", 422, "Cancel the deployment first: cf cancel-deployment"),
  FEATURE_DISABLED(330002, "FeatureDisabled", 403, "An operator can enable the feature flag.");

  private final int number;
  private final String title;
  private final int status;
  private final String remedy;

  ErrorCode(int number, String title, int status, String remedy) {
    this.number = number;
    this.title = title;
    this.status = status;
    this.remedy = remedy;
  }

  /** Stable number, `errors[].code` on the wire. */
  public int number() {
    return number;
  }

  /** Title with CF's prefix, `errors[].title` on the wire: `CF-ResourceNotFound`. */
  public String title() {
    return "CF-" + title;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** One line for people: what to do next. */
  public String remedy() {
    return remedy;
  }

  /** The code with this number, or {@link #SERVER_ERROR} for one we do not know. */
  public static ErrorCode of(int number) {
    for (ErrorCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    return SERVER_ERROR;
  }
}
