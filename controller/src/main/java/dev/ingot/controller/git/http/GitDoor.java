package dev.ingot.controller.git.http;

import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.git.GitAddress;
import dev.ingot.controller.git.GitRepositories;
import dev.ingot.controller.git.db.GitSpaces;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ServiceMayNotContinueException;
import org.eclipse.jgit.transport.resolver.RepositoryResolver;
import org.eclipse.jgit.transport.resolver.ServiceNotAuthorizedException;

/** Opens the repository a request names. What the caller may not see does not exist; a first push makes the repository. */
final class GitDoor implements RepositoryResolver<HttpServletRequest> {
  private final GitSpaces spaces;
  private final Access access;
  private final GitRepositories repositories;
  private final PushFactory pushes;

  GitDoor(GitSpaces spaces, Access access, GitRepositories repositories, PushFactory pushes) {
    this.spaces = spaces;
    this.access = access;
    this.repositories = repositories;
    this.pushes = pushes;
  }

  PushFactory pushes() {
    return pushes;
  }

  @Override
  public Repository open(HttpServletRequest request, String name)
      throws RepositoryNotFoundException, ServiceNotAuthorizedException, ServiceMayNotContinueException {
    GitAddress address = GitAddress.parse(name).orElseThrow(() -> new RepositoryNotFoundException(name));
    String space = spaces.find(address.org(), address.space()).filter(guid -> access.maySpace(Permission.READ_SPACE, guid))
        .orElseThrow(() -> new RepositoryNotFoundException(name));
    try {
      if (!isPush(request)) {
        return repositories.find(space, address.app()).orElseThrow(() -> new RepositoryNotFoundException(name));
      }
      if (!access.maySpace(Permission.WRITE_APP, space)) {
        throw new ServiceMayNotContinueException("You may see the space " + address.space()
            + " but not push to it: ask for the role SpaceDeveloper", 403);
      }
      return repositories.findOrCreate(space, address.app());
    } catch (RepositoryNotFoundException | ServiceMayNotContinueException e) {
      throw e;
    } catch (IOException e) {
      throw new ServiceMayNotContinueException("The repository cannot be opened: see the controller's log", e);
    }
  }

  private static boolean isPush(HttpServletRequest request) {
    return request.getRequestURI().endsWith("/git-receive-pack") || "service=git-receive-pack".equals(request.getQueryString());
  }
}
