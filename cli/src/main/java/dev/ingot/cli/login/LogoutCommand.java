package dev.ingot.cli.login;

import dev.ingot.cli.session.Session;
import dev.ingot.cli.target.Target;
import dev.ingot.cli.target.TargetFile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

/** `ingot logout`. */
@Command(name = "logout", mixinStandardHelpOptions = true, description = "Log out; the platform forgets the login too.")
public final class LogoutCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    TargetFile file = TargetFile.ofEnvironment();
    var target = file.read().filter(saved -> saved.tokens() != null);
    if (target.isEmpty()) {
      System.out.println("You were not logged in.");
      return 0;
    }
    revoke(target.get());
    file.write(target.get().withTokens(null));
    System.out.println("Logged out of " + target.get().api() + ".");
    return 0;
  }

  /** A platform that does not answer is no reason to stay logged in: the token ends by itself. */
  private static void revoke(Target target) {
    try {
      String claims = new String(Base64.getUrlDecoder().decode(target.tokens().accessToken().split("\\.")[1]), StandardCharsets.UTF_8);
      String id = JsonMapper.builder().build().readTree(claims).path("jti").asString();
      Session.open().api().call("DELETE", "/uaa/oauth/token/revoke/" + id, null);
    } catch (RuntimeException e) {
      System.err.println("The platform did not take the token back (" + e.getMessage() + "); it ends by itself within 10 minutes.");
    }
  }
}
