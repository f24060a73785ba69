package dev.ingot.controller.buildpack;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.buildpack.db.BuildpackEntity;
import dev.ingot.controller.buildpack.db.BuildpackLock;
import dev.ingot.controller.buildpack.db.BuildpackRepository;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.packages.archive.ArchiveException;
import dev.ingot.controller.packages.archive.ZipStore;
import dev.ingot.controller.stack.Stacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives buildpacks their bits, in a job: the zip is checked, understood and kept; what it had before goes. */
@Service
public class BuildpackUploads {
  private final Buildpacks buildpacks;
  private final BuildpackRepository stored;
  private final BuildpackLock lock;
  private final BuildpackFiles files;
  private final BuildpackClean clean;
  private final Stacks stacks;
  private final Access access;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  BuildpackUploads(Buildpacks buildpacks, BuildpackRepository stored, BuildpackLock lock, BuildpackFiles files, BuildpackClean clean, Stacks stacks,
      Access access, Jobs jobs, TransactionTemplate transaction, Clock clock) {
    this.buildpacks = buildpacks;
    this.stored = stored;
    this.lock = lock;
    this.files = files;
    this.clean = clean;
    this.stacks = stacks;
    this.access = access;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Passes when the caller may upload to it; to be asked before the body is read. */
  public BuildpackEntity check(String guid) {
    BuildpackEntity found = buildpacks.get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    if (found.system()) {
      throw ApiException.unprocessable("Buildpack '" + found.name() + "' comes with the platform and takes no bits; create another one");
    }
    if (found.locked()) {
      throw ApiException.unprocessable("Buildpack is locked");
    }
    return found;
  }

  /**
   * Starts the job; answers its guid.
   *
   * @param upload a temporary file that the job deletes
   * @param name as the uploader called it
   */
  public String start(String guid, Path upload, String name) {
    return jobs.start("buildpack.upload", guid, progress -> {
      try {
        store(guid, upload, name);
      } finally {
        Files.deleteIfExists(upload);
      }
    });
  }

  private void store(String guid, Path upload, String name) throws IOException {
    ZipStore.Checked checked = checked(upload);
    String before;
    clean.storing().lock();
    try {
      BuildpackZip zip = BuildpackZip.read(checked.file());
      files.keep(checked);
      before = transaction.execute(status -> ready(guid, name, zip, "sha256:" + checked.contents().sha256(), checked.contents().size()));
    } finally {
      clean.storing().unlock();
      Files.deleteIfExists(checked.file());
    }
    clean.deleteUnused(Objects.requireNonNullElse(before, "sha256:" + checked.contents().sha256()));
  }

  private ZipStore.Checked checked(Path upload) throws IOException {
    try {
      return files.check(upload);
    } catch (ArchiveException e) {
      throw new ApiException(ErrorCode.BUILDPACK_ZIP_ERROR, "Buildpack zip error: " + e.getMessage(), e);
    }
  }

  private @Nullable String ready(String guid, String name, BuildpackZip zip, String digest, long size) {
    check(guid);
    lock.take();
    BuildpackEntity found = stored.findById(guid).orElseThrow(() -> ApiException.notFound("Buildpack"));
    if (zip.stack() != null) {
      stack(found, zip.stack());
    }
    String before = found.digest();
    found.bits(zip.kind(), name, digest, size, zip.id(), zip.version());
    found.about(zip.about());
    found.touch(clock.instant());
    buildpacks.event("audit.buildpack.upload", found, Map.of("filename", name, "digest", digest));
    return before;
  }

  private void stack(BuildpackEntity found, String stack) {
    if (stacks.find(stack).isEmpty()) {
      throw new ApiException(ErrorCode.BUILDPACK_STACK_DOES_NOT_EXIST, "Uploaded buildpack stack (" + stack + ") does not exist");
    }
    if (found.stack() != null && !found.stack().equals(stack)) {
      throw new ApiException(ErrorCode.BUILDPACK_STACKS_DONT_MATCH, "Uploaded buildpack stack (" + stack + ") does not match " + found.stack());
    }
    if (found.stack() == null) {
      found.stack(stack);
      try {
        Buildpacks.requireFree(stored.findAllByOrderByPositionAscGuidAsc().stream().filter(one -> !one.guid().equals(found.guid())).toList(), found);
      } catch (ApiException e) {
        throw new ApiException(ErrorCode.BUILDPACK_NAME_STACK_LIFECYCLE_TAKEN, "The buildpack name " + found.name() + " is already in use for the stack "
            + stack + " and the lifecycle " + found.lifecycle(), e);
      }
    }
  }
}
