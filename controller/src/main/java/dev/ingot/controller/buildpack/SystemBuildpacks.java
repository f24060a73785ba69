package dev.ingot.controller.buildpack;

import dev.ingot.api.buildpack.BuildpackDescription;
import dev.ingot.api.buildpack.SystemBuildpack;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.buildpack.db.BuildpackEntity;
import dev.ingot.controller.buildpack.db.BuildpackLock;
import dev.ingot.controller.buildpack.db.BuildpackRepository;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** The buildpacks that come with the platform, as `ingot up` tells them; the inside door guards it. */
@Service
@Transactional
public class SystemBuildpacks {
  /** As users of Cloud Foundry call what does the same. */
  private static final Map<String, String> NAMES = Stream.of("nodejs", "java", "binary", "procfile", "python", "go", "ruby", "php", "nginx", "apt", "rust")
      .collect(Collectors.collectingAndThen(Collectors.toMap(name -> "ingot/" + name, name -> name + "_buildpack", (a, b) -> a, HashMap::new), names -> {
        names.put("ingot/static", "staticfile_buildpack");
        return Map.copyOf(names);
      }));
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._/-]{0,99}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,99}");
  private static final int MAX = 50;
  private static final int MAX_TOML = 256 << 10;

  private final BuildpackRepository buildpacks;
  private final BuildpackLock lock;
  private final Clock clock;

  SystemBuildpacks(BuildpackRepository buildpacks, BuildpackLock lock, Clock clock) {
    this.buildpacks = buildpacks;
    this.lock = lock;
    this.clock = clock;
  }

  /** Makes these the platform's own: known ones keep their place and switches, new ones come where the order has them, others go. */
  public List<BuildpackEntity> put(List<SystemBuildpack> told) {
    if (told.isEmpty() || told.size() > MAX || told.stream().anyMatch(one -> one == null || one.id() == null || one.version() == null
        || !ID.matcher(one.id()).matches() || !VERSION.matcher(one.version()).matches())) {
      throw ApiException.unprocessable("Buildpacks must be an array of 1 to " + MAX + " objects with id and version");
    }
    lock.take();
    List<BuildpackEntity> all = new ArrayList<>(buildpacks.findAllByOrderByPositionAscGuidAsc());
    Set<String> ids = told.stream().map(SystemBuildpack::id).collect(Collectors.toCollection(HashSet::new));
    List<BuildpackEntity> gone = all.stream().filter(one -> one.system() && !ids.contains(one.buildpackId())).toList();
    all.removeAll(gone);
    buildpacks.deleteAll(gone);
    Map<String, BuildpackEntity> known = all.stream().filter(BuildpackEntity::system)
        .collect(Collectors.toMap(one -> Objects.requireNonNull(one.buildpackId()), Function.identity()));
    for (SystemBuildpack one : told) {
      BuildpackEntity entity = known.get(one.id());
      if (entity == null) {
        entity = new BuildpackEntity(freeName(all, one.id()), null, "buildpack", clock.instant());
        known.put(one.id(), entity);
        Buildpacks.place(all, entity, placeOf(all, told, one));
      }
      if (!one.version().equals(entity.buildpackVersion())) {
        entity.ownedByPlatform(one.id(), one.version());
        entity.touch(clock.instant());
      }
      BuildpackDescription about = about(one);
      if (about != null) {
        entity.about(about);
      }
    }
    Buildpacks.place(all, all.removeLast(), all.size() + 1);
    buildpacks.saveAll(all);
    buildpacks.flush();
    return all.stream().filter(BuildpackEntity::system).toList();
  }

  /** Our own, but a broken one must not keep the platform from starting. */
  private static @Nullable BuildpackDescription about(SystemBuildpack one) {
    if (one.toml() == null || one.toml().length() > MAX_TOML) {
      return null;
    }
    TomlParseResult toml = Toml.parse(one.toml());
    return toml.hasErrors() ? null : Descriptions.of(toml);
  }

  /** A new one goes where the platform's own order has it: before the next of ours that is in the list. */
  private static int placeOf(List<BuildpackEntity> all, List<SystemBuildpack> told, SystemBuildpack one) {
    for (SystemBuildpack next : told.subList(told.indexOf(one) + 1, told.size())) {
      for (int i = 0; i < all.size(); i++) {
        if (next.id().equals(all.get(i).buildpackId()) && all.get(i).system()) {
          return i + 1;
        }
      }
    }
    return all.size() + 1;
  }

  /** An operator may have taken CF's name: then it is told by its id. */
  private static String freeName(List<BuildpackEntity> all, String id) {
    Set<String> taken = all.stream().map(BuildpackEntity::name).collect(Collectors.toSet());
    String plain = id.replaceAll("[^\\w-]", "-");
    String name = NAMES.getOrDefault(id, plain);
    for (int i = 1; taken.contains(name); i++) {
      name = i == 1 ? plain : plain + "-" + i;
    }
    return name;
  }
}
