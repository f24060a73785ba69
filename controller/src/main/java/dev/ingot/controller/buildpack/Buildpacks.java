package dev.ingot.controller.buildpack;

import dev.ingot.api.buildpack.BuildpackRequest;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.buildpack.db.BuildpackEntity;
import dev.ingot.controller.buildpack.db.BuildpackLock;
import dev.ingot.controller.buildpack.db.BuildpackRepository;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.stack.Stacks;
import dev.ingot.controller.validation.MetadataRules;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What can be done with buildpacks, uploading excepted. Everybody may see them, admins change them. */
@Service
@Transactional
public class Buildpacks {
  private static final Listing<BuildpackEntity> LISTING = Listing.of(BuildpackEntity.class).filter("names", "name").filter("stacks", "stack")
      .filter("lifecycle", "lifecycle").order("position", "position").order("lifecycle", "lifecycle").ownOrder(Sort.by("position"));
  private static final Pattern NAME = Pattern.compile("[-\\w]+");
  private static final Set<String> LIFECYCLES = Set.of("buildpack", "cnb");
  private static final int MAX_NAME = 250;
  private static final int MAX = 200;

  private final BuildpackRepository buildpacks;
  private final BuildpackLock lock;
  private final BuildpackClean clean;
  private final Stacks stacks;
  private final Access access;
  private final AuditEvents events;
  private final Clock clock;

  Buildpacks(BuildpackRepository buildpacks, BuildpackLock lock, BuildpackClean clean, Stacks stacks, Access access, AuditEvents events, Clock clock) {
    this.buildpacks = buildpacks;
    this.lock = lock;
    this.clean = clean;
    this.stacks = stacks;
    this.access = access;
    this.events = events;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<BuildpackEntity> list(ListQuery query) {
    return LISTING.page(buildpacks, query, Listing.within("guid", GuidSet.ALL));
  }

  /** One buildpack; 404. */
  @Transactional(readOnly = true)
  public BuildpackEntity get(String guid) {
    return buildpacks.findById(guid).orElseThrow(() -> ApiException.notFound("Buildpack"));
  }

  /** A buildpack that waits for its bits, at the position asked for (1 without) or at the end. */
  public BuildpackEntity create(BuildpackRequest request) {
    access.platform(Permission.WRITE_PLATFORM);
    lock.take();
    String lifecycle = request.lifecycle() == null ? "buildpack" : request.lifecycle();
    if (!LIFECYCLES.contains(lifecycle)) {
      throw ApiException.unprocessable("Lifecycle must be either \"buildpack\" or \"cnb\"");
    }
    var all = new ArrayList<>(buildpacks.findAllByOrderByPositionAscGuidAsc());
    if (all.size() >= MAX) {
      throw ApiException.unprocessable("There can be " + MAX + " buildpacks at most; delete one first");
    }
    MetadataRules.check(request.metadata());
    var made = new BuildpackEntity(name(request.name()), request.stack(), lifecycle, clock.instant());
    requireStack(request.stack());
    requireFree(all, made);
    made.enabled(request.enabled() == null || request.enabled());
    made.locked(Boolean.TRUE.equals(request.locked()));
    made.merge(request.metadata());
    place(all, made, position(request.position() == null ? Integer.valueOf(1) : request.position()));
    buildpacks.saveAndFlush(made);
    event("audit.buildpack.create", made, Map.of("name", made.name(), "position", made.position()));
    return made;
  }

  /** Changes what is said; positions of the others follow. */
  public BuildpackEntity update(String guid, BuildpackRequest request) {
    get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    lock.take();
    var all = new ArrayList<>(buildpacks.findAllByOrderByPositionAscGuidAsc());
    var found = all.stream().filter(one -> one.guid().equals(guid)).findFirst().orElseThrow(() -> ApiException.notFound("Buildpack"));
    if (request.lifecycle() != null) {
      throw ApiException.unprocessable("Unknown field(s): 'lifecycle'");
    }
    MetadataRules.check(request.metadata());
    if (request.name() != null) {
      found.rename(name(request.name()));
    }
    if (request.stack() != null && !request.stack().equals(found.stack())) {
      if (found.stack() != null) {
        throw ApiException.unprocessable("Buildpack stack cannot be changed");
      }
      requireStack(request.stack());
      found.stack(request.stack());
    }
    all.remove(found);
    requireFree(all, found);
    if (request.position() != null) {
      place(all, found, position(request.position()));
    }
    if (request.enabled() != null) {
      found.enabled(request.enabled());
    }
    if (request.locked() != null) {
      found.locked(request.locked());
    }
    found.merge(request.metadata());
    found.touch(clock.instant());
    event("audit.buildpack.update", found, Map.of());
    return found;
  }

  /** Passes when the caller may delete it; the platform's own cannot be: 422. */
  @Transactional(readOnly = true)
  public void checkDelete(String guid) {
    var found = get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    if (found.system()) {
      throw ApiException.unprocessable("Buildpack '" + found.name() + "' comes with the platform and cannot be deleted; disable it instead");
    }
  }

  /** Removes it, and its bits when no other has the same. Droplets made with it stay. */
  public void delete(String guid) {
    checkDelete(guid);
    lock.take();
    var all = new ArrayList<>(buildpacks.findAllByOrderByPositionAscGuidAsc());
    var found = all.stream().filter(one -> one.guid().equals(guid)).findFirst().orElseThrow(() -> ApiException.notFound("Buildpack"));
    all.remove(found);
    number(all);
    buildpacks.delete(found);
    buildpacks.flush();
    clean.afterCommit(found.digest());
    event("audit.buildpack.delete", found, Map.of());
  }

  void event(String type, BuildpackEntity buildpack, Map<String, ?> data) {
    events.record(type, new AuditEvents.Target(buildpack.guid(), "buildpack", buildpack.name(), "", ""), data);
  }

  static void place(List<BuildpackEntity> others, BuildpackEntity one, int position) {
    others.add(Math.min(position - 1, others.size()), one);
    number(others);
  }

  private static void number(List<BuildpackEntity> all) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).position() != i + 1) {
        all.get(i).position(i + 1);
      }
    }
  }

  private static int position(int asked) {
    if (asked < 1) {
      throw ApiException.unprocessable("Position must be greater than or equal to 1");
    }
    return asked;
  }

  private static String name(@Nullable String name) {
    if (name == null || name.isBlank()) {
      throw ApiException.unprocessable("Name can't be blank");
    }
    if (name.length() > MAX_NAME) {
      throw ApiException.unprocessable("Name is too long (maximum is " + MAX_NAME + " characters)");
    }
    if (!NAME.matcher(name).matches()) {
      throw ApiException.unprocessable("Name is invalid");
    }
    return name;
  }

  private void requireStack(@Nullable String stack) {
    if (stack != null && stacks.find(stack).isEmpty()) {
      throw ApiException.unprocessable("Stack '" + (stack.length() > MAX_NAME ? stack.substring(0, MAX_NAME) : stack) + "' does not exist");
    }
  }

  static void requireFree(List<BuildpackEntity> others, BuildpackEntity wanted) {
    for (var other : others) {
      if (other.name().equals(wanted.name()) && other.lifecycle().equals(wanted.lifecycle()) && Objects.equals(other.stack(), wanted.stack())) {
        throw ApiException.unprocessable(wanted.stack() == null
            ? "Buildpack with name '" + wanted.name() + "' and an unassigned stack already exists"
            : "Buildpack with name '" + wanted.name() + "', stack '" + wanted.stack() + "' and lifecycle '" + wanted.lifecycle() + "' already exists");
      }
    }
  }
}
