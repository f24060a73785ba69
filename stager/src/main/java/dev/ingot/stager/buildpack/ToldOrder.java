package dev.ingot.stager.buildpack;

import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.oci.buildpackage.Buildpackage;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Toml;
import dev.ingot.stager.sandbox.Sandboxes.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The platform's list of buildpacks, as a build was told it: the cell's own and uploaded ones, as groups to try. */
public final class ToldOrder {
  private static final String UPLOADED = "/cnb/uploaded/";

  /** They lead no group, for an app with nothing but these has nothing to build. */
  private static final Set<String> JOINERS = Set.of(BuildpackStore.PROCFILE, BuildpackStore.APT);

  private final List<StageBuildpack> told;
  private final Map<String, Path> uploaded;

  /** @param uploaded digest, or reference of an image → directory it is unpacked to */
  public ToldOrder(List<StageBuildpack> told, Map<String, Path> uploaded) {
    this.told = told;
    this.uploaded = Map.copyOf(uploaded);
  }

  /** Whether it joins the groups of others and builds nothing alone. */
  public static boolean joins(StageBuildpack one) {
    return JOINERS.contains(one.getId());
  }

  /** What a build container sees beside the cell's own. */
  public List<Mount> mounts() {
    return uploaded.values().stream().distinct().map(directory -> new Mount(directory, container(directory), true)).toList();
  }

  /** @param named whether the user asked for these: one group of all, else each leads a group of its own, with its companions and the Procfile's if they are in the list */
  public List<List<Member>> groups(BuildpackStore store, boolean named) throws StageException {
    List<Member> members = new ArrayList<>();
    for (StageBuildpack one : told) {
      if (!one.getProblem().isEmpty()) {
        throw new StageException("StagingError", one.getProblem(), "See what there is with: cf buildpacks");
      }
      members.add(new Member(find(store, one), false));
    }
    // composites find them too
    members.stream().map(Member::buildpack).filter(b -> b.containerDirectory().startsWith(UPLOADED)).forEach(store::add);
    if (named) {
      return List.of(store.withJoiners(members));
    }
    boolean procfile = has(members, BuildpackStore.PROCFILE);
    boolean apt = has(members, BuildpackStore.APT);
    List<List<Member>> groups = new ArrayList<>();
    for (Member member : members) {
      if (!JOINERS.contains(member.buildpack().id())) {
        List<Member> group = withCompanions(store, member, members);
        group = apt ? store.withPackages(group) : group;
        groups.add(procfile ? store.withProcfile(group) : group);
      }
    }
    return groups;
  }

  private static boolean has(List<Member> members, String id) {
    return members.stream().anyMatch(m -> m.buildpack().id().equals(id));
  }

  /** With those that the default order has as optional ones in the group that this one leads, as far as the list has them: a site that Node.js builds needs a web server. */
  private static List<Member> withCompanions(BuildpackStore store, Member member, List<Member> told) throws StageException {
    List<Member> group = new ArrayList<>(List.of(member));
    for (Member other : store.optionalBehind(member.buildpack().id())) {
      if (!JOINERS.contains(other.buildpack().id()) && has(told, other.buildpack().id())) {
        group.add(other);
      }
    }
    return group;
  }

  private Buildpack find(BuildpackStore store, StageBuildpack one) throws StageException {
    boolean image = one.hasImage();
    if (one.getDigest().isEmpty() && !image) {
      return store.find(one.getVersion().isEmpty() ? one.getId() : one.getId() + "@" + one.getVersion());
    }
    Path directory = uploaded.get(image ? one.getImage().getReference() : one.getDigest());
    Buildpack read = directory == null ? null : uploaded(store, directory, container(directory));
    if (read == null) {
      throw new StageException("StagingError", "the bits of buildpack '" + one.getName() + "' are not on this cell", "Push again; if it stays, upload the buildpack anew.");
    }
    if (!read.problem().isEmpty()) {
      throw new StageException("StagingError", "buildpack '" + one.getName() + "' cannot be used: " + read.problem(), "Upload a corrected one.");
    }
    // What it is called becomes a directory name: only what the controller checked may.
    if (!image && (!read.id().equals(one.getId()) || !read.version().equals(one.getVersion()))) {
      throw new StageException("StagingError", "the bits of buildpack '" + one.getName() + "' are not those of " + one.getId() + "@" + one.getVersion(),
          "Upload the buildpack anew.");
    }
    return read;
  }

  /** One buildpack, or the entry of a tree of several, whose other buildpacks become known too; null when it is neither. */
  private static @Nullable Buildpack uploaded(BuildpackStore store, Path directory, String seenAs) throws StageException {
    Path page = directory.resolve(Buildpackage.PAGE);
    if (!SafeFiles.isFile(page)) {
      return DescriptorReader.has(directory) ? BuildpackStore.read(directory, seenAs) : null;
    }
    try {
      store.addTree(directory, seenAs);
      var entry = Toml.read(page);
      return store.lookup(Toml.text(entry, "id"), Toml.text(entry, "version")).orElse(null);
    } catch (IOException e) {
      throw new StageException("StagingError", "an uploaded buildpackage cannot be read: " + e.getMessage(), "Upload it anew.");
    }
  }

  /** Where an uploaded one is in the build container, by its directory on the host. */
  public static String container(Path directory) {
    return UPLOADED + directory.getFileName();
  }
}
