package dev.ingot.controller.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A commit's files as a package: a zip with their modes and symbolic links, without what `.cfignore` names. The same commit gives the same bytes. */
final class TreeArchive {
  private static final int LINK = 0120777;
  private static final int EXECUTABLE = 0100755;
  private static final int PLAIN = 0100644;

  private final Repository repository;
  private final GitLimits limits;

  TreeArchive(Repository repository, GitLimits limits) {
    this.repository = repository;
    this.limits = limits;
  }

  /** What is in the zip. `submodules` were left out: git does not send their files. */
  record Content(int files, long bytes, int submodules) {}

  /** @param folder the part of the tree to take, `` for all, without slashes at its ends */
  Content write(RevCommit commit, String folder, Path zip) throws IOException {
    try (ObjectReader reader = repository.newObjectReader(); TreeWalk walk = new TreeWalk(reader);
        ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      out.setLevel(Deflater.BEST_SPEED);
      out.setEncoding("UTF-8");
      walk.addTree(root(reader, commit, folder));
      return copy(walk, ignored(reader, commit, folder), out, commit.getCommitTime() * 1000L);
    }
  }

  private static ObjectId root(ObjectReader reader, RevCommit commit, String folder) throws IOException {
    if (folder.isEmpty()) {
      return commit.getTree();
    }
    try (TreeWalk found = TreeWalk.forPath(reader, folder, commit.getTree())) {
      if (found == null || !found.getFileMode(0).equals(FileMode.TREE)) {
        throw new PushRefused("The manifest says path: " + folder + ", but the commit has no such folder");
      }
      return found.getObjectId(0);
    }
  }

  private static IgnoreNode ignored(ObjectReader reader, RevCommit commit, String folder) throws IOException {
    IgnoreNode rules = new IgnoreNode();
    try (TreeWalk found = TreeWalk.forPath(reader, folder.isEmpty() ? ".cfignore" : folder + "/.cfignore", commit.getTree())) {
      if (found != null) {
        rules.parse(reader.open(found.getObjectId(0)).openStream());
      }
    }
    return rules;
  }

  private Content copy(TreeWalk walk, IgnoreNode ignored, ZipArchiveOutputStream out, long time) throws IOException {
    int files = 0;
    int submodules = 0;
    long bytes = 0;
    while (walk.next()) {
      String path = walk.getPathString();
      FileMode mode = walk.getFileMode(0);
      if (Boolean.TRUE.equals(ignored.checkIgnored(path, mode.equals(FileMode.TREE))) || path.equals(".cfignore")) {
        continue;
      }
      if (mode.equals(FileMode.TREE)) {
        walk.enterSubtree();
      } else if (mode.equals(FileMode.GITLINK)) {
        submodules++;
      } else {
        ObjectLoader content = walk.getObjectReader().open(walk.getObjectId(0));
        bytes += content.getSize();
        files++;
        check(files, bytes);
        write(path, mode, content, out, time);
      }
    }
    if (files == 0) {
      throw new PushRefused("The commit has no files to deploy");
    }
    return new Content(files, bytes, submodules);
  }

  private void check(int files, long bytes) {
    if (files > limits.maxFiles() || bytes > limits.maxTreeBytes()) {
      throw new PushRefused("The commit is too large to deploy: more than " + limits.maxFiles() + " files or " + (limits.maxTreeBytes() >> 20)
          + " MB. Name what is not needed in .cfignore");
    }
  }

  private static void write(String path, FileMode mode, ObjectLoader content, ZipArchiveOutputStream out, long time) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(path);
    entry.setTime(time);
    if (mode.equals(FileMode.SYMLINK)) {
      entry.setUnixMode(LINK);
    } else {
      entry.setUnixMode(mode.equals(FileMode.EXECUTABLE_FILE) ? EXECUTABLE : PLAIN);
    }
    out.putArchiveEntry(entry);
    copy(content, out);
    out.closeArchiveEntry();
  }

  private static void copy(ObjectLoader content, OutputStream out) throws IOException {
    content.copyTo(out);
  }

  /** A text file of the commit; empty when there is none. REFUSED when it is larger than that many bytes. */
  String text(RevCommit commit, String path, int maxBytes) throws IOException {
    try (ObjectReader reader = repository.newObjectReader(); TreeWalk found = TreeWalk.forPath(reader, path, commit.getTree())) {
      if (found == null || !(found.getFileMode(0).equals(FileMode.REGULAR_FILE) || found.getFileMode(0).equals(FileMode.EXECUTABLE_FILE))) {
        return "";
      }
      ObjectLoader loader = reader.open(found.getObjectId(0));
      if (loader.getSize() > maxBytes) {
        throw new PushRefused(path + " is larger than " + maxBytes + " bytes");
      }
      return new String(loader.getCachedBytes(maxBytes), StandardCharsets.UTF_8);
    }
  }
}
