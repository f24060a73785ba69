package dev.ingot.controller.git.http;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.git.DeployHook;
import dev.ingot.controller.git.GitAddress;
import dev.ingot.controller.git.GitLimits;
import dev.ingot.controller.git.GitRepositories;
import dev.ingot.controller.git.db.GitSpaces;
import dev.ingot.controller.log.LogStore;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.resolver.ReceivePackFactory;
import org.eclipse.jgit.transport.resolver.ServiceNotAuthorizedException;
import org.eclipse.jgit.transport.resolver.ServiceNotEnabledException;

/** Receives pushes, within limits, with the deployment before anything is accepted. The door has checked the caller's rights. */
final class PushFactory implements ReceivePackFactory<HttpServletRequest> {
  private static final int MAX_COMMAND_BYTES = 1 << 20;

  private final GitSpaces spaces;
  private final GitRepositories repositories;
  private final OwnApi api;
  private final Supplier<LogStore> logs;
  private final GitLimits limits;
  private final Clock clock;

  PushFactory(GitSpaces spaces, GitRepositories repositories, OwnApi api, Supplier<LogStore> logs, GitLimits limits, Clock clock) {
    this.spaces = spaces;
    this.repositories = repositories;
    this.api = api;
    this.logs = logs;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public ReceivePack create(HttpServletRequest request, Repository repository) throws ServiceNotEnabledException, ServiceNotAuthorizedException {
    Caller caller = Caller.find().orElseThrow(ServiceNotAuthorizedException::new);
    if (caller.kind() != Caller.Kind.USER) {
      throw new ServiceNotAuthorizedException("Push as a user: the join token has no space of its own");
    }
    ReceivePack push = new ReceivePack(repository);
    push.setMaxPackSizeLimit(limits.maxPackBytes());
    push.setMaxObjectSizeLimit(limits.maxPackBytes());
    push.setMaxCommandBytes(MAX_COMMAND_BYTES);
    push.setObjectChecker(new ObjectChecker());
    push.setRefLogIdent(new PersonIdent(caller.name(), caller.name(), clock.instant(), java.time.ZoneOffset.UTC));
    push.setPreReceiveHook((receiving, commands) -> hook(request, caller).onPreReceive(receiving, commands));
    return push;
  }

  private DeployHook hook(HttpServletRequest request, Caller caller) {
    String path = URLDecoder.decode(request.getRequestURI(), StandardCharsets.UTF_8).replaceFirst("^/git/", "").replaceFirst("/git-receive-pack$", "");
    GitAddress address = GitAddress.parse(path).orElseThrow(() -> new IllegalStateException("The door let in " + path));
    String space = spaces.find(address.org(), address.space()).orElseThrow(() -> new IllegalStateException("The space was deleted: " + address));
    try {
      DeployHook.Target target = new DeployHook.Target(address, space, repositories.temporaries(), scheme(request), port(request));
      return new DeployHook(target, api.as(caller), logs.get(), limits, clock);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String scheme(HttpServletRequest request) {
    String forwarded = request.getHeader("X-Forwarded-Proto");
    return "https".equals(forwarded) || "http".equals(forwarded) ? forwarded : request.getScheme();
  }

  private static String port(HttpServletRequest request) {
    String host = request.getHeader("X-Forwarded-Host") == null ? request.getHeader("Host") : request.getHeader("X-Forwarded-Host");
    return host != null && host.matches(".*:\\d{1,5}") ? host.substring(host.lastIndexOf(':')) : "";
  }
}
