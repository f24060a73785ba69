package dev.ingot.controller.testing;

import java.util.UUID;

/** Makes orgs, spaces and users for one test. */
public final class Tenants {
  private final RunningController controller;
  private final Http admin;

  public Tenants(RunningController controller) {
    this.controller = controller;
    admin = controller.admin();
  }

  /** A name nobody else has. */
  public static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** A new org; its guid. */
  public String organization() {
    return created(admin.post("/v3/organizations", "{\"name\":\"" + unique("org") + "\"}"));
  }

  /** A new space; its guid. */
  public String space(String organization) {
    return created(admin.post("/v3/spaces", "{\"name\":\"" + unique("space") + "\",\"relationships\":{\"organization\":{\"data\":{\"guid\":\"" + organization + "\"}}}}"));
  }

  /** A new user; its name. The password is its name. */
  public String user() {
    String name = unique("user");
    var answer = admin.post("/uaa/Users", "{\"userName\":\"" + name + "\",\"password\":\"" + name + "\",\"origin\":\"\"}");
    if (answer.status() != 201) {
      throw new AssertionError(answer.toString());
    }
    return name;
  }

  /** Logs a user of {@link #user()} in. */
  public Http login(String user) {
    return controller.login(user, user);
  }

  /** Gives a role by user name. */
  public Http.Answer give(Http caller, String type, String user, String place, String guid) {
    return caller.post("/v3/roles", "{\"type\":\"" + type + "\",\"relationships\":{\"user\":{\"data\":{\"username\":\"" + user + "\"}},\"" + place
        + "\":{\"data\":{\"guid\":\"" + guid + "\"}}}}");
  }

  /** A logged-in user with one role (and, for a role in a space, the org role it needs). */
  public Http with(String type, String organization, String space) {
    String user = user();
    if (type.startsWith("space_")) {
      created(give(admin, "organization_user", user, "organization", organization));
      created(give(admin, type, user, "space", space));
    } else {
      created(give(admin, type, user, "organization", organization));
    }
    return login(user).known(type);
  }

  /** A logged-in user with a scope of the whole platform: `cloud_controller.admin_read_only`. */
  public Http scoped(String scope) {
    String user = user();
    String id = admin.get("/uaa/Users?filter=" + Http.q("userName eq \"" + user + "\"")).at("/resources/0/id");
    String group = admin.get("/uaa/Groups?filter=" + Http.q("displayName eq \"" + scope + "\"")).at("/resources/0/id");
    var joined = admin.post("/uaa/Groups/" + group + "/members", "{\"value\":\"" + id + "\"}");
    if (joined.status() != 201) {
      throw new AssertionError(joined.toString());
    }
    return login(user).known(scope.substring(scope.indexOf('.') + 1));
  }

  private static String created(Http.Answer answer) {
    if (answer.status() != 201) {
      throw new AssertionError(answer.toString());
    }
    return answer.at("/guid");
  }
}
