package dev.ingot.controller.git;

import dev.ingot.api.client.ApiClient;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.log.LogStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs before a push changes anything: deploys a new tip of main or master, and refuses it when that does not build. One per push. */
public final class DeployHook implements PreReceiveHook {
  private static final Logger LOG = LoggerFactory.getLogger(DeployHook.class);
  private static final Set<String> DEPLOYED = Set.of(Constants.R_HEADS + "main", Constants.R_HEADS + "master");
  private static final int MAX_MANIFEST = 1 << 20;

  private final Target target;
  private final ApiClient api;
  private final LogStore logs;
  private final GitLimits limits;
  private final Clock clock;

  public DeployHook(Target target, ApiClient api, LogStore logs, GitLimits limits, Clock clock) {
    this.target = target;
    this.api = api;
    this.logs = logs;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Where the push goes.
   *
   * @param temporaries folder for the zip
   * @param scheme and {@code portSuffix}: how the user reaches the platform, for the printed URL
   */
  public record Target(GitAddress address, String spaceGuid, Path temporaries, String scheme, String portSuffix) {}

  @Override
  public void onPreReceive(ReceivePack push, Collection<ReceiveCommand> commands) {
    for (ReceiveCommand command : commands) {
      if (command.getResult() != ReceiveCommand.Result.NOT_ATTEMPTED) {
        continue;
      }
      if (!DEPLOYED.contains(command.getRefName())) {
        say(push, "Stored " + command.getRefName() + ". Only main and master are deployed.");
      } else if (command.getType() == ReceiveCommand.Type.DELETE) {
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "the deployed branch cannot be deleted; delete the app instead");
      } else {
        deployOrRefuse(push, command);
      }
    }
  }

  private void deployOrRefuse(ReceivePack push, ReceiveCommand command) {
    try {
      deploy(push, command);
    } catch (PushRefused e) {
      refuse(push, command, e);
    } catch (ApiException e) {
      refuse(push, command, Deployment.refused(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(push, command, new PushRefused("The platform is stopping: push again later"));
    } catch (IOException | RuntimeException e) {
      LOG.error("Deploying a push to {} failed", target.address(), e);
      refuse(push, command, new PushRefused("The platform failed to deploy the push: see the controller's log"));
    }
  }

  private void deploy(ReceivePack push, ReceiveCommand command) throws IOException, InterruptedException {
    TreeArchive tree = new TreeArchive(push.getRepository(), limits);
    Path zip = Files.createTempFile(target.temporaries(), "push-", ".zip");
    try (RevWalk walk = new RevWalk(push.getRepository())) {
      RevCommit commit = walk.parseCommit(command.getNewId());
      AppManifest manifest = AppManifest.of(tree.text(commit, "manifest.yml", MAX_MANIFEST), target.address().app());
      TreeArchive.Content content = tree.write(commit, manifest.path(), zip);
      say(push, "Deploying " + commit.abbreviate(7).name() + " to " + target.address() + " (" + content.files() + " files, "
          + (content.bytes() + 1023) / 1024 + " KB)");
      if (content.submodules() > 0) {
        say(push, "Left out " + content.submodules() + " submodule(s): their files are not part of the push.");
      }
      run(push, manifest, zip);
    } finally {
      Files.deleteIfExists(zip);
    }
  }

  private void run(ReceivePack push, AppManifest manifest, Path zip) throws IOException, InterruptedException {
    Deployment deployment = new Deployment(api, logs, line -> say(push, line), limits, clock);
    String appGuid = deployment.prepare(target.spaceGuid(), target.address().app(), manifest);
    deployment.release(appGuid, deployment.build(appGuid, zip));
    try {
      deployment.tellStart(appGuid, target.scheme(), target.portSuffix());
    } catch (ApiException e) {
      say(push, "Deployed, but its state is not known: " + e.detail());
    }
  }

  private static void refuse(ReceivePack push, ReceiveCommand command, PushRefused why) {
    say(push, "");
    say(push, why.getMessage());
    command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, why.getMessage().lines().findFirst().orElse("refused"));
  }

  /** Log lines come on other threads than ours. A reader that went away does not stop the deployment. */
  private static void say(ReceivePack push, String text) {
    try {
      synchronized (push) {
        push.getMessageOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
        push.getMessageOutputStream().flush();
      }
    } catch (IOException e) {
      LOG.debug("Nobody reads the messages of this push any more", e);
    }
  }
}
