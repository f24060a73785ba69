package dev.ingot.cell.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cell.sys.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** In a network namespace of its own: the machine's rules are not touched. */
class ForwardPolicyIT {
  @Test
  void droppingPolicy_getsOurRulesOnceAndLosesThem() throws Exception {
    boolean able = System.getProperty("user.name").equals("root") && Files.exists(Path.of("/usr/sbin/iptables"));
    Assumptions.assumeTrue(able || Boolean.getBoolean("ingot.it.required"), "needs root and iptables");
    String script = "iptables -P FORWARD DROP && exec \"$0\" \"$@\"";
    String said = Command.run("unshare", "--net", "sh", "-c", script, System.getProperty("java.home") + "/bin/java", "-cp",
        System.getProperty("java.class.path"), Inside.class.getName());
    assertThat(said).isEqualTo("2 2 0\n");
  }

  /** Runs inside. */
  static final class Inside {
    public static void main(String[] args) throws Exception {
      ForwardPolicy policy = new ForwardPolicy("ctest");
      policy.pass();
      long once = rules();
      policy.pass();
      long twice = rules();
      policy.remove();
      System.out.println(once + " " + twice + " " + rules());
    }

    private static long rules() throws Exception {
      return Command.run("iptables", "-S", "FORWARD").lines().filter(l -> l.contains("ctestv+")).count();
    }
  }
}
