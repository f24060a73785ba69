package dev.ingot.controller.stack;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.stack.StackImages;
import dev.ingot.api.stack.StackRequest;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
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
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stacks: everybody may see them, the platform's own processes make them. */
@Service
public class Stacks {
  private static final Listing<StackEntity> LISTING = Listing.of(StackEntity.class).filter("names", "name").order("name", "name");
  private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9]+(?:[._/-][a-z0-9]+)*");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private final StackRepository stacks;
  private final Access access;
  private final Clock clock;

  Stacks(StackRepository stacks, Access access, Clock clock) {
    this.stacks = stacks;
    this.access = access;
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
    return name == null ? stacks.findFirstByOrderByCreatedAtAscGuidAsc() : stacks.findByName(name);
  }

  /** Whether apps get this one when they name none. */
  @Transactional(readOnly = true)
  public boolean preferred(StackEntity stack) {
    return stacks.findFirstByOrderByCreatedAtAscGuidAsc().filter(first -> first.guid().equals(stack.guid())).isPresent();
  }

  /** Changes metadata. For admins. */
  @Transactional
  public StackEntity update(String guid, StackRequest request) {
    var stack = get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    MetadataRules.check(request.metadata());
    stack.merge(request.metadata());
    stack.touch(clock.instant());
    return stacks.saveAndFlush(stack);
  }

  /** Makes a stack, or gives it other images; the inside door guards it. 422 for a repository or digest that is none. */
  @Transactional
  public StackEntity put(String name, StackImages images) {
    Names.require("Name", name);
    var stack = stacks.findByName(name).orElseGet(() -> new StackEntity(name, clock.instant()));
    stack.describe(images.description());
    stack.images(repository("build", images.build()), digest("build", images.build()), repository("run", images.run()), digest("run", images.run()));
    stack.touch(clock.instant());
    return stacks.saveAndFlush(stack);
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
