package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** git push of a commit stages and deploys it; a failed build refuses the push. */
@Order(3)
class GitPushE2E {
  private final TestPlatform platform = TestPlatform.get();

  @Test
  void pushDeploys_brokenCommitIsRefused_andTheOldAppGoesOn() throws Exception {
    Path work = platform.sample("static-site");
    git(work, "init", "-q", "-b", "main").mustSucceed();
    commit(work, "first");
    String remote = "http://admin:" + platform.password.replace(" ", "%20") + "@localhost:" + platform.port + "/git/ingot/dev/from-git.git";

    Commands.Result push = git(work, "push", remote, "main").mustSucceed();

    assertThat(push.output()).contains("remote:", "from-git.apps.localhost");
    Eventually.within(Duration.ofSeconds(10), "the app answers", () -> platform.request("from-git", "/").statusCode() == 200);

    Commands.run("rm", "-rf", work.resolve("public").toString(), work.resolve("Staticfile").toString());
    Files.writeString(work.resolve("notes.txt"), "nothing to serve");
    commit(work, "broken");
    Commands.Result refused = git(work, "push", remote, "main");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("NoAppDetectedError", "rejected");
    assertThat(platform.request("from-git", "/").statusCode()).isEqualTo(200);
    platform.ingot("delete", "from-git", "-f", "-r").mustSucceed();
  }

  @Test
  void wrongPassword_isRefused() throws Exception {
    Path work = platform.sample("static-site");
    git(work, "init", "-q", "-b", "main").mustSucceed();
    commit(work, "first");

    Commands.Result push = git(work, "push", "http://admin:wrong@localhost:" + platform.port + "/git/ingot/dev/nobody.git", "main");

    assertThat(push.status()).isNotZero();
    assertThat(platform.ingot("app", "nobody").output()).contains("not found");
  }

  private static void commit(Path work, String message) {
    git(work, "add", "-A").mustSucceed();
    git(work, "-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "commit", "-q", "-m", message).mustSucceed();
  }

  private static Commands.Result git(Path work, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    return Commands.run(work, Map.of("GIT_TERMINAL_PROMPT", "0"), Duration.ofMinutes(5), command);
  }
}
