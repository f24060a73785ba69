package dev.ingot.controller.securitygroup;

import dev.ingot.api.common.ToMany;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.securitygroup.SecurityGroup.Rule;
import dev.ingot.api.securitygroup.SecurityGroupRequest;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.securitygroup.db.GroupSpaces;
import dev.ingot.controller.securitygroup.db.SecurityGroupEntity;
import dev.ingot.controller.securitygroup.db.SecurityGroupRepository;
import dev.ingot.controller.validation.Names;
import dev.ingot.controller.validation.Relationships;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What can be done with security groups. Admins make them; managers of a space give and take those they see, which are global ones and those of their spaces. */
@Service
@Transactional
public class SecurityGroups {
  private static final String RUNNING_SPACES = "running_space_guids";
  private static final String STAGING_SPACES = "staging_space_guids";
  private static final Listing<SecurityGroupEntity> LISTING = Listing.of(SecurityGroupEntity.class).filter("names", "name").order("name", "name")
      .filter("globally_enabled_running", "runningDefault").filter("globally_enabled_staging", "stagingDefault").allow(RUNNING_SPACES, STAGING_SPACES);
  private static final String RESOURCE = "Security group";
  private static final List<Phase> BOTH = List.of(Phase.values());

  private final SecurityGroupRepository groups;
  private final GroupSpaces spaces;
  private final Access access;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  SecurityGroups(SecurityGroupRepository groups, GroupSpaces spaces, Access access, Jobs jobs, TransactionTemplate transaction, Clock clock) {
    this.groups = groups;
    this.spaces = spaces;
    this.access = access;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The groups the caller may see. */
  @Transactional(readOnly = true)
  public PageOf<SecurityGroupEntity> list(ListQuery query) {
    return LISTING.page(groups, query, visible().and(having(query, RUNNING_SPACES, Phase.RUNNING)).and(having(query, STAGING_SPACES, Phase.STAGING)));
  }

  /** The groups that hold for a space: its own and the global ones; 404 when the caller may not see the space. */
  @Transactional(readOnly = true)
  public PageOf<SecurityGroupEntity> ofSpace(String space, Phase phase, ListQuery query) {
    access.space(Permission.READ_SPACE, space, "Space");
    var own = GuidSet.of(spaces.groupsOf(Set.of(space), List.of(phase)));
    return LISTING.page(groups, query, Listing.<SecurityGroupEntity>within("guid", own)
        .or(SecurityGroupRepository.everywhere(List.of(phase))));
  }

  /** One group; 404. */
  @Transactional(readOnly = true)
  public SecurityGroupEntity get(String guid) {
    return groups.findById(guid).filter(this::visible).orElseThrow(() -> ApiException.notFound(RESOURCE));
  }

  /** The spaces of each of these groups that the caller may see. */
  @Transactional(readOnly = true)
  public Map<String, Set<String>> spacesOf(Collection<String> guids, Phase phase) {
    return spaces.of(guids, phase, access.spaces(Permission.READ_SPACE));
  }

  /** A new group; 422 when the name is taken, a rule is wrong or a space does not exist. For admins. */
  public SecurityGroupEntity create(SecurityGroupRequest request) {
    access.platform(Permission.WRITE_PLATFORM);
    var rules = request.rules() == null ? List.<Rule>of() : Rules.checked(request.rules());
    var group = new SecurityGroupEntity(free(request.name()), rules, clock.instant());
    enable(group, request);
    var relationships = request.relationships();
    var running = existing(relationships == null ? null : relationships.runningSpaces());
    var staging = existing(relationships == null ? null : relationships.stagingSpaces());
    groups.saveAndFlush(group);
    spaces.bind(group.guid(), Phase.RUNNING, running);
    spaces.bind(group.guid(), Phase.STAGING, staging);
    return group;
  }

  /** Changes name, rules and where it holds. For admins. */
  public SecurityGroupEntity update(String guid, SecurityGroupRequest request) {
    var group = get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    if (request.relationships() != null) {
      throw ApiException.unprocessable("Unknown field(s): 'relationships'");
    }
    if (request.rules() != null) {
      group.rules(Rules.checked(request.rules()));
    }
    if (request.name() != null && !request.name().equals(group.name())) {
      group.rename(free(request.name()));
    }
    enable(group, request);
    group.touch(clock.instant());
    return groups.saveAndFlush(group);
  }

  /** Starts deleting it; answers the job's guid. For admins. */
  public String delete(String guid) {
    get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    return jobs.start("security_group.delete", guid, progress -> transaction.executeWithoutResult(status -> groups.deleteById(guid)));
  }

  /** Gives it to spaces; all that have it and that the caller may see. For managers of the spaces. */
  public Collection<String> bind(String guid, Phase phase, ToMany relationship) {
    get(guid);
    access.anySpace(Permission.WRITE_SPACE);
    var wanted = Relationships.required(relationship);
    var visible = access.spaces(Permission.READ_SPACE);
    var existing = spaces.existing(wanted);
    wanted.stream().filter(existing::contains).filter(visible::contains).forEach(space -> access.space(Permission.WRITE_SPACE, space, "Space"));
    var missing = wanted.stream().filter(space -> !existing.contains(space) || !visible.contains(space)).toList();
    if (!missing.isEmpty()) {
      throw ApiException.unprocessable("Spaces with guids " + missing + " do not exist, or you do not have access to them.");
    }
    spaces.bind(guid, phase, wanted);
    return spacesOf(List.of(guid), phase).getOrDefault(guid, Set.of());
  }

  /** Takes it from a space; 422 when the space does not have it. For managers of the space. */
  public void unbind(String guid, Phase phase, String space) {
    get(guid);
    if (!access.maySpace(Permission.READ_SPACE, space)) {
      throw unbound(space);
    }
    access.space(Permission.WRITE_SPACE, space, "Space");
    if (!spaces.unbind(guid, phase, space)) {
      throw unbound(space);
    }
  }

  private Specification<SecurityGroupEntity> having(ListQuery query, String parameter, Phase phase) {
    return query.filters().containsKey(parameter)
        ? Listing.within("guid", GuidSet.of(spaces.groupsOf(query.filter(parameter), List.of(phase)))) : Specification.unrestricted();
  }

  private Specification<SecurityGroupEntity> visible() {
    var seen = access.spaces(Permission.READ_SPACE);
    if (seen.all()) {
      return Specification.unrestricted();
    }
    return Listing.<SecurityGroupEntity>within("guid", GuidSet.of(spaces.groupsOf(seen.guids(), BOTH)))
        .or(SecurityGroupRepository.everywhere(BOTH));
  }

  private boolean visible(SecurityGroupEntity group) {
    var seen = access.spaces(Permission.READ_SPACE);
    return seen.all() || group.runningDefault() || group.stagingDefault() || spaces.groupsOf(seen.guids(), BOTH).contains(group.guid());
  }

  private Set<String> existing(@Nullable ToMany relationship) {
    var guids = Relationships.optional(relationship);
    var existing = spaces.existing(guids);
    var missing = guids.stream().filter(guid -> !existing.contains(guid)).toList();
    if (!missing.isEmpty()) {
      throw ApiException.unprocessable("Spaces with guids " + missing + " do not exist.");
    }
    return guids;
  }

  private String free(@Nullable String name) {
    String free = Names.require("Name", name);
    if (groups.existsByName(free)) {
      throw ApiException.unprocessable("Security group with name '" + free + "' already exists.");
    }
    return free;
  }

  private static void enable(SecurityGroupEntity group, SecurityGroupRequest request) {
    var wanted = request.globallyEnabled();
    if (wanted != null) {
      group.defaults(Objects.requireNonNullElse(wanted.running(), group.runningDefault()), Objects.requireNonNullElse(wanted.staging(), group.stagingDefault()));
    }
  }

  private static ApiException unbound(String space) {
    return ApiException.unprocessable("Unable to unbind security group from space with guid '" + space
        + "'. Ensure the space is bound to this security group.");
  }
}
