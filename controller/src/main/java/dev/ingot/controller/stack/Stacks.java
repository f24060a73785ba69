package dev.ingot.controller.stack;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.stack.StackImages;
import dev.ingot.api.stack.StackRequest;
import dev.ingot.api.stack.StackUpdate;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.stack.db.StackEntity;
import dev.ingot.controller.stack.db.StackRepository;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.controller.validation.Names;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stacks: everybody may see them, operators say in which state they are, the platform's own processes tell their images. */
@Service
public class Stacks {
  private static final Listing<StackEntity> LISTING = Listing.of(StackEntity.class).filter("names", "name").order("name", "name");
  private static final Pattern REPOSITORY = Pattern.compile("(?:https?://[a-z0-9.-]+(?::[0-9]{1,5})?/)?[a-z0-9]+(?:(?:[._/]|__|-+)[a-z0-9]+)*");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final List<String> STATES = List.of("ACTIVE", "RESTRICTED", "DEPRECATED", "DISABLED");
  private static final List<String> CLOUD_FOUNDRYS = List.of("cflinuxfs4", "cflinuxfs3");
  private static final int MAX_NAME = 250;
  private static final int MAX_REASON = 5000;
  private final StackRepository stacks;
  private final Access access;
  private final AuditEvents events;
  private final ApplicationEventPublisher publisher;
  private final Clock clock;

  Stacks(StackRepository stacks, Access access, AuditEvents events, ApplicationEventPublisher publisher, Clock clock) {
    this.stacks = stacks;
    this.access = access;
    this.events = events;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** All stacks. */
  @Transactional(readOnly = true)
  public PageOf<StackEntity> list(ListQuery query) {
    return LISTING.page(stacks, query, Listing.within("guid", GuidSet.ALL));
  }

  /** All stacks, for the platform's own processes: an operator makes a handful. */
  @Transactional(readOnly = true)
  public List<StackEntity> all() {
    return stacks.findAll();
  }

  /** One stack; 404. */
  @Transactional(readOnly = true)
  public StackEntity get(String guid) {
    return stacks.findById(guid).orElseThrow(() -> ApiException.notFound("Stack"));
  }

  /** The stack of this name, or the oldest one for null; empty when there is none. For building apps. */
  @Transactional(readOnly = true)
  public Optional<StackEntity> find(@Nullable String name) {
    return name == null ? stacks.findFirstByAliasOfIsNullAndTinyOfIsNullOrderByCreatedAtAscGuidAsc() : stacks.findByName(name);
  }

  /** The same, and for an alias the stack it is another name of. */
  @Transactional(readOnly = true)
  public Optional<StackEntity> withImages(@Nullable String name) {
    return find(name).flatMap(stack -> stack.aliasOf() == null ? Optional.of(stack) : stacks.findByName(stack.aliasOf()));
  }

  /** Whether apps get this one when they name none. */
  @Transactional(readOnly = true)
  public boolean preferred(StackEntity stack) {
    return stacks.findFirstByAliasOfIsNullAndTinyOfIsNullOrderByCreatedAtAscGuidAsc().filter(first -> first.guid().equals(stack.guid())).isPresent();
  }

  /** A stack without images: apps cannot be built on it until the platform's own processes tell them. For admins. */
  @Transactional
  public StackEntity create(StackRequest request) {
    access.platform(Permission.WRITE_PLATFORM);
    if (request.name() == null || request.name().isBlank()) {
      throw ApiException.unprocessable("Name can't be blank");
    }
    tooLong("Name", request.name(), MAX_NAME);
    tooLong("Description", request.description(), MAX_NAME);
    MetadataRules.check(request.metadata());
    if (stacks.findByName(request.name()).isPresent()) {
      throw ApiException.unprocessable("Name must be unique");
    }
    var stack = new StackEntity(request.name(), clock.instant());
    stack.describe(request.description());
    stack.state(state(request.state() == null ? "ACTIVE" : request.state()));
    tooLong("State reason", request.stateReason(), MAX_REASON);
    stack.stateReason(request.stateReason());
    stack.aliasOf(target(request.aliasOf()));
    stack.merge(request.metadata());
    stacks.saveAndFlush(stack);
    event("audit.stack.create", stack);
    return stack;
  }

  /** Changes state and metadata. For admins. */
  @Transactional
  public StackEntity update(String guid, StackUpdate request) {
    var stack = get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    MetadataRules.check(request.metadata());
    tooLong("State reason", request.stateReason(), MAX_REASON);
    if (request.state() != null) {
      stack.state(state(request.state()));
    }
    if (request.state() != null || request.stateReason() != null) {
      stack.stateReason(request.stateReason());
    }
    if (request.aliasOf() != null) {
      if (stack.usable()) {
        throw ApiException.unprocessable("Stack '" + stack.name() + "' has images of its own and cannot be an alias");
      }
      refuseIfAliased(stack, "be an alias");
      stack.aliasOf(target(request.aliasOf()));
    }
    stack.merge(request.metadata());
    stack.touch(clock.instant());
    stacks.saveAndFlush(stack);
    event("audit.stack.update", stack);
    return stack;
  }

  /** Removes a stack that no app uses: else 422. For admins. The platform's own comes back with the next `ingot up`. */
  @Transactional
  public void delete(String guid) {
    var stack = get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    if (stacks.isUsed(stack.name(), preferred(stack))) {
      throw ApiException.unprocessable("Cannot delete stack '" + stack.name() + "' because apps are currently using the stack.");
    }
    refuseIfAliased(stack, "be deleted");
    stacks.delete(stack);
    event("audit.stack.delete", stack);
  }

  /** Name of a stack that can have aliases; 422 for another. */
  private @Nullable String target(@Nullable String name) {
    if (name == null) {
      return null;
    }
    if (stacks.findByName(name).filter(stack -> stack.aliasOf() == null).isEmpty()) {
      throw ApiException.unprocessable("alias_of must be the name of a stack that is no alias itself");
    }
    return name;
  }

  private void refuseIfAliased(StackEntity stack, String what) {
    List<StackEntity> aliases = stacks.findByAliasOfOrderByCreatedAtAscNameAsc(stack.name());
    if (!aliases.isEmpty()) {
      throw ApiException.unprocessable("Stack '" + stack.name() + "' cannot " + what + " because '" + aliases.getFirst().name() + "' is an alias of it");
    }
  }

  private void event(String type, StackEntity stack) {
    events.record(type, new AuditEvents.Target(stack.guid(), "stack", stack.name(), "", ""), Map.of("state", stack.state()));
  }

  private static String state(String asked) {
    if (!STATES.contains(asked)) {
      throw ApiException.unprocessable("State must be one of " + String.join(", ", STATES));
    }
    return asked;
  }

  private static void tooLong(String field, @Nullable String value, int max) {
    if (value != null && value.length() > max) {
      throw ApiException.unprocessable(field + " is too long (maximum is " + max + " characters)");
    }
  }

  /** Makes a stack, or gives it other images; the inside door guards it. 422 for a repository or digest that is none. */
  @Transactional
  public StackEntity put(String name, StackImages images) {
    Names.require("Name", name);
    boolean first = stacks.findAll().stream().noneMatch(StackEntity::usable);
    var stack = stacks.findByName(name).orElseGet(() -> new StackEntity(name, clock.instant()));
    stack.aliasOf(null);
    stack.tinyOf(whole(name, images.tinyOf()));
    stack.describe(images.description());
    boolean ran = stack.usable();
    String before = stack.runDigest();
    stack.images(repository("build", images.build()), digest("build", images.build()), repository("run", images.run()), digest("run", images.run()));
    stack.touch(clock.instant());
    stacks.saveAndFlush(stack);
    if (ran && !before.equals(stack.runDigest())) {
      publisher.publishEvent(new StackImagesChanged(name));
    }
    if (first) {
      nameAsInCloudFoundry(stack);
    }
    return stack;
  }

  /** Name of a stack that can have a tiny one; 422 for another. */
  private @Nullable String whole(String name, @Nullable String of) {
    if (of != null && stacks.findByName(of).filter(stack -> stack.usable() && stack.tinyOf() == null && !of.equals(name)).isEmpty()) {
      throw ApiException.unprocessable("tiny_of must be the name of another stack that has images and is no tiny one itself");
    }
    return of;
  }

  /** Once: an operator may take these names away. The first of them is what classic buildpacks are told when an app names no stack. */
  private void nameAsInCloudFoundry(StackEntity stack) {
    for (int i = 0; i < CLOUD_FOUNDRYS.size(); i++) {
      if (stacks.findByName(CLOUD_FOUNDRYS.get(i)).isEmpty()) {
        var alias = new StackEntity(CLOUD_FOUNDRYS.get(i), stack.createdAt().plusMillis(i + 1));
        alias.describe("Another name of " + stack.name());
        alias.aliasOf(stack.name());
        stacks.save(alias);
      }
    }
    stacks.flush();
  }

  private static String repository(String field, StackImages.@Nullable Image image) {
    return checked(field + ".repository", image == null ? null : image.repository(), REPOSITORY);
  }

  private static String digest(String field, StackImages.@Nullable Image image) {
    return checked(field + ".digest", image == null ? null : image.digest(), DIGEST);
  }

  private static String checked(String field, @Nullable String value, Pattern pattern) {
    if (value == null || value.length() > Names.MAX_LENGTH || !pattern.matcher(value).matches()) {
      throw ApiException.unprocessable(field + " must match " + pattern.pattern());
    }
    return value;
  }
}
