package dev.ingot.cli.session;

import dev.ingot.api.app.App;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.client.LogEntry;
import dev.ingot.api.client.TokenClient;
import dev.ingot.api.client.TokenStore;
import dev.ingot.api.client.Tokens;
import dev.ingot.cli.Failure;
import dev.ingot.cli.target.Target;
import dev.ingot.cli.target.TargetFile;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;

/** A logged-in user at a platform. Renewed tokens are kept for the next command. */
public final class Session {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final Target target;
  private final ApiClient api;

  private Session(Target target, TargetFile file) {
    this.target = target;
    var transport = Connections.to(target.api(), target.skipTlsValidation());
    this.api = new ApiClient(transport, new TokenClient(transport, Clock.systemUTC()), new InFile(file));
  }

  /** @throws Failure when nobody is logged in */
  public static Session open() {
    TargetFile file = TargetFile.ofEnvironment();
    Target target = file.read().filter(saved -> saved.tokens() != null)
        .orElseThrow(() -> new Failure("not logged in. Log in first: ingot login -a http://localhost:8080 -u admin"));
    return new Session(target, file);
  }

  public ApiClient api() {
    return api;
  }

  public Target target() {
    return target;
  }

  /** The targeted space. @throws Failure when there is none */
  public Target.Named space() {
    Target.Named space = target.space();
    if (space == null) {
      throw new Failure("no space is targeted. Choose one: ingot target -o ORG -s SPACE");
    }
    return space;
  }

  /** An app of the targeted space. @throws Failure when there is none of that name */
  public App app(String name) {
    return findApp(name).orElseThrow(() -> new Failure("app '" + name + "' not found in space " + space().name() + ". ingot apps lists what is there."));
  }

  public Optional<App> findApp(String name) {
    return api.find("/v3/apps?names=" + listElement(name) + "&space_guids=" + space().guid(), App.class);
  }

  /** An app's log: the last `recent` lines, then, when `follow`, every new one, until the reader says false or the server ends the stream. */
  public void logs(String appGuid, int recent, boolean follow, Predicate<LogEntry> reader) {
    api.events("/v3/apps/" + appGuid + "/logs/stream?recent=" + recent + "&follow=" + follow, data -> data.isBlank() || reader.test(JSON.readValue(data, LogEntry.class)));
  }

  /** A name as one element of a list in a query: its own commas must not split the list. */
  public static String listElement(String name) {
    return URLEncoder.encode(name.replace("%", "%25").replace(",", "%2C"), StandardCharsets.UTF_8);
  }

  /** The target file as a place for tokens; other fields in it stay as another command may just have written them. */
  private record InFile(TargetFile file) implements TokenStore {
    @Override
    public Optional<Tokens> load() {
      return file.read().map(Target::tokens);
    }

    @Override
    public void save(Tokens tokens) {
      file.read().ifPresent(saved -> file.write(saved.withTokens(tokens)));
    }
  }
}
