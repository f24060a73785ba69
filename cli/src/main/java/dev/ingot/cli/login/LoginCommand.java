package dev.ingot.cli.login;

import dev.ingot.cli.Failure;
import dev.ingot.cli.target.Target;
import dev.ingot.cli.target.TargetFile;
import java.io.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** `ingot login`. */
@Command(name = "login", mixinStandardHelpOptions = true, description = "Log in to a platform.",
    footer = {"", "Examples:", "  ingot login -a http://localhost:8080 -u admin", "  ingot login -a https://api.paas.example.com -u jo -o shop -s prod"})
public final class LoginCommand implements Callable<Integer> {
  @Option(names = {"-a", "--api"}, paramLabel = "URL", description = "Address of the platform. Default: the last one, else http://localhost:8080.")
  private @Nullable String api;

  @Option(names = {"-u", "--user"}, paramLabel = "USER", description = "User name; asked for when missing.")
  private @Nullable String user;

  @Option(names = {"-p", "--password"}, paramLabel = "PASSWORD", description = "Asked for when missing, which keeps it out of the shell's history.")
  private @Nullable String password;

  @Option(names = {"-o", "--org"}, paramLabel = "ORG", description = "Org to target. Default: the only one.")
  private @Nullable String org;

  @Option(names = {"-s", "--space"}, paramLabel = "SPACE", description = "Space to target. Default: the only one.")
  private @Nullable String space;

  @Option(names = "--skip-ssl-validation", description = "Accept any certificate (self-signed installations).")
  private boolean skipTls;

  @Override
  public Integer call() {
    TargetFile file = TargetFile.ofEnvironment();
    String origin = origin(api != null ? api : file.read().map(Target::api).orElse("http://localhost:8080"));
    String name = user != null ? user : ask("User: ", false);
    String secret = password != null ? password : ask("Password: ", true);
    Target target = Login.perform(file, origin, skipTls, name, secret, org, space);
    System.out.println("Logged in at " + origin + " as " + name + ".");
    TargetCommand.print(target, System.out);
    return 0;
  }

  private static String origin(String address) {
    String url = address.contains("://") ? address : "https://" + address;
    if (!url.matches("https?://[^/]+/?")) {
      throw new Failure("'" + address + "' is not an address of a platform: expected something like http://localhost:8080");
    }
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static String ask(String prompt, boolean hidden) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new Failure("there is no terminal to ask on. Give -u and -p.");
    }
    String answer = hidden ? new String(console.readPassword(prompt)) : console.readLine(prompt);
    return answer.strip();
  }
}
