package dev.ingot.controller.service;

import dev.ingot.api.common.ToMany;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.service.ServiceInstanceRequest;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.VisibleSpaces;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.auth.db.Tenancy;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import dev.ingot.controller.service.db.ServiceInstanceRepository;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.controller.validation.Names;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What can be done with service instances. Every method checks what the current caller may do. */
@Service
@Transactional
public class ServiceInstances {
  private static final Listing<ServiceInstanceEntity> LISTING = Listing.of(ServiceInstanceEntity.class).filter("names", "name").filter("type", "type")
      .nothing("service_plan_guids", "service_plan_names").allow(VisibleSpaces.ORGANIZATIONS, VisibleSpaces.SPACES)
      .allow(InstanceFields.PARAMETERS.toArray(String[]::new)).order("name", "name");

  private final ServiceInstanceRepository instances;
  private final CredentialBindings bindings;
  private final RouteBindings routeBindings;
  private final Credentials credentials;
  private final ServiceUsage usage;
  private final FeatureFlags flags;
  private final VisibleSpaces spaces;
  private final Access access;
  private final Tenancy tenancy;
  private final AppJournal journal;
  private final Clock clock;

  ServiceInstances(ServiceInstanceRepository instances, CredentialBindings bindings, RouteBindings routeBindings, Credentials credentials, ServiceUsage usage,
      FeatureFlags flags, VisibleSpaces spaces, Access access, Tenancy tenancy, AppJournal journal, Clock clock) {
    this.instances = instances;
    this.bindings = bindings;
    this.routeBindings = routeBindings;
    this.credentials = credentials;
    this.usage = usage;
    this.flags = flags;
    this.spaces = spaces;
    this.access = access;
    this.tenancy = tenancy;
    this.journal = journal;
    this.clock = clock;
  }

  /** Whether the caller may read it, and change it now. */
  public record Rights(boolean manage, boolean read) {}

  @Transactional(readOnly = true)
  public PageOf<ServiceInstanceEntity> list(ListQuery query) {
    return LISTING.page(instances, query, Listing.within("spaceGuid", spaces.of(query)));
  }

  /** One of them; 404 when there is none or the caller cannot see it. */
  @Transactional(readOnly = true)
  public ServiceInstanceEntity get(String guid) {
    return allowed(Permission.READ_SPACE, guid);
  }

  /** For `include`: those with these guids that the caller may see. */
  @Transactional(readOnly = true)
  public List<ServiceInstanceEntity> visible(Collection<String> guids) {
    var readable = access.spaces(Permission.READ_SPACE);
    return instances.findAllById(Set.copyOf(guids)).stream().filter(instance -> readable.contains(instance.spaceGuid())).toList();
  }

  /** A new user-provided one. 422 for a managed one: there are no plans. */
  public ServiceInstanceEntity create(ServiceInstanceRequest request) {
    flags.require(Flag.SERVICE_INSTANCE_CREATION);
    boolean managed = managed(request.type());
    String name = Names.require("Name", request.name());
    String space = request.relationships() == null ? null : ToOne.guid(request.relationships().space());
    if (space == null) {
      throw ApiException.unprocessable("Relationships 'space' is required: {\"space\": {\"data\": {\"guid\": \"…\"}}}");
    }
    MetadataRules.check(request.metadata());
    checkFields(request, managed);
    if (!access.maySpace(Permission.READ_SPACE, space)) {
      throw ApiException.unprocessable("Invalid space. Ensure that the space exists and you have access to it.");
    }
    access.space(Permission.WRITE_SERVICE, space, "Space");
    if (managed) {
      throw ApiException.unprocessable("Invalid service plan. Ensure that the service plan exists, is available, and you have access to it.");
    }
    ServiceInstanceEntity instance = new ServiceInstanceEntity(space, free(space, name), clock.instant());
    credentials.set(instance, request.credentials() == null ? Map.of() : request.credentials());
    set(instance, request);
    instances.saveAndFlush(instance);
    usage.record("CREATED", instance);
    event("create", instance, request);
    return instance;
  }

  /** Changes what the request names; empty values clear. Bound apps see it with their next start. */
  public ServiceInstanceEntity update(String guid, ServiceInstanceRequest request) {
    access.space(Permission.WRITE_SERVICE, found(guid).spaceGuid(), "Service instance");
    ServiceInstanceEntity instance = instances.lock(guid).orElseThrow(() -> ApiException.notFound("Service instance"));
    ServiceRules.unknown("type", request.type(), "relationships", request.relationships(), "parameters", request.parameters(),
        "maintenance_info", request.maintenanceInfo());
    MetadataRules.check(request.metadata());
    boolean renamed = request.name() != null && !request.name().equals(instance.name());
    if (renamed) {
      instance.rename(free(instance.spaceGuid(), Names.require("Name", request.name())));
    }
    if (request.credentials() != null) {
      credentials.set(instance, request.credentials());
    }
    set(instance, request);
    instance.updated(clock.instant());
    instances.saveAndFlush(instance);
    if (renamed) {
      usage.record("UPDATED", instance);
    }
    event("update", instance, request);
    return instance;
  }

  /** Removes it with all its bindings. */
  public void delete(String guid) {
    remove(allowed(Permission.WRITE_SERVICE, guid));
  }

  /** The same for a caller whose rights somebody has checked, such as one who deletes the whole space. */
  void remove(ServiceInstanceEntity instance) {
    bindings.removeOf(instance);
    routeBindings.removeOf(instance);
    instances.delete(instance);
    instances.flush();
    usage.record("DELETED", instance);
    journal.event("audit.user_provided_service_instance.delete", "user_provided_service_instance", instance.guid(), instance.name(), instance.spaceGuid(),
        Map.of());
  }

  /** Its credentials; that they were looked at is recorded. */
  public Map<String, @Nullable Object> credentials(String guid) {
    ServiceInstanceEntity instance = allowed(Permission.READ_SERVICE_CREDENTIALS, guid);
    journal.event("audit.user_provided_service_instance.show", "user_provided_service_instance", guid, instance.name(), instance.spaceGuid(), Map.of());
    return credentials.of(instance);
  }

  /** Always 400: only a broker knows the parameters of an instance. */
  @Transactional(readOnly = true)
  public void parameters(String guid) {
    get(guid);
    throw new ApiException(ErrorCode.SERVICE_FETCH_INSTANCE_PARAMETERS_NOT_SUPPORTED, "This service does not support fetching service instance parameters.");
  }

  /** What the caller may do with it, also for those who cannot see it; 404 only when there is none. */
  @Transactional(readOnly = true)
  public Rights rights(String guid) {
    String space = found(guid).spaceGuid();
    boolean active = tenancy.space(space).filter(place -> !place.suspended()).isPresent();
    return new Rights((active || Caller.current().admin()) && access.maySpace(Permission.WRITE_SERVICE, space), access.maySpace(Permission.READ_SPACE, space));
  }

  /** Always 422 for what the caller could share: user-provided ones cannot be shared. */
  @Transactional(readOnly = true)
  public void share(String guid, @Nullable ToMany spacesToShareWith) {
    flags.require(Flag.SERVICE_INSTANCE_SHARING);
    ServiceInstanceEntity instance = allowed(Permission.WRITE_SERVICE, guid);
    List<String> targets = ToMany.guids(spacesToShareWith);
    if (targets.isEmpty()) {
      throw ApiException.unprocessable("Data must be an array of objects with the key 'guid'");
    }
    List<String> unreadable = targets.stream().filter(space -> !access.maySpace(Permission.READ_SPACE, space)).distinct().sorted().toList();
    if (!unreadable.isEmpty()) {
      throw ApiException.unprocessable("Unable to share service instance " + instance.name() + " with spaces ["
          + unreadable.stream().map(space -> "'" + space + "'").collect(Collectors.joining(", ")) + "]. Ensure the spaces exist and that you have access to them.");
    }
    throw ApiException.unprocessable(instance.routeServiceUrl() != null ? "Route services cannot be shared." : "User-provided services cannot be shared.");
  }

  /** Always 422 for what the caller could unshare: it is shared with nobody. */
  @Transactional(readOnly = true)
  public void unshare(String guid, String space) {
    allowed(Permission.WRITE_SERVICE, guid);
    throw ApiException.unprocessable("Unable to unshare service instance from space " + space
        + ". Ensure the space exists and the service instance has been shared to this space.");
  }

  private static boolean managed(@Nullable String type) {
    if (!"managed".equals(type) && !ServiceInstanceEntity.USER_PROVIDED.equals(type)) {
      throw ApiException.unprocessable("Type must be one of 'managed', 'user-provided'");
    }
    return type.equals("managed");
  }

  private static void checkFields(ServiceInstanceRequest request, boolean managed) {
    String plan = request.relationships() == null ? null : ToOne.guid(request.relationships().servicePlan());
    if (managed) {
      ServiceRules.unknown("credentials", request.credentials(), "syslog_drain_url", request.syslogDrainUrl(), "route_service_url", request.routeServiceUrl(),
          "maintenance_info", request.maintenanceInfo());
      if (plan == null) {
        throw ApiException.unprocessable("Relationships Service plan can't be blank, Service plan must be structured like this: "
            + "\"service_plan: {\"data\": {\"guid\": \"valid-guid\"}}\"");
      }
    } else {
      ServiceRules.unknown("parameters", request.parameters(), "relationships.service_plan", plan, "maintenance_info", request.maintenanceInfo());
    }
  }

  private static void set(ServiceInstanceEntity instance, ServiceInstanceRequest request) {
    if (request.syslogDrainUrl() != null) {
      instance.syslogDrainUrl(ServiceRules.syslogDrain(request.syslogDrainUrl()));
    }
    if (request.routeServiceUrl() != null) {
      instance.routeServiceUrl(ServiceRules.routeService(request.routeServiceUrl()));
    }
    if (request.tags() != null) {
      instance.tags(ServiceRules.tags(request.tags()));
    }
    instance.merge(request.metadata());
  }

  private String free(String space, String name) {
    if (instances.findBySpaceGuidAndName(space, name).isPresent()) {
      throw ApiException.unprocessable("The service instance name is taken: " + name + ".");
    }
    return name;
  }

  private ServiceInstanceEntity allowed(Permission permission, String guid) {
    ServiceInstanceEntity instance = found(guid);
    access.space(permission, instance.spaceGuid(), "Service instance");
    return instance;
  }

  private ServiceInstanceEntity found(String guid) {
    return instances.findById(guid).orElseThrow(() -> ApiException.notFound("Service instance"));
  }

  private void event(String what, ServiceInstanceEntity instance, ServiceInstanceRequest request) {
    var asked = new TreeMap<String, Object>();
    asked.put("name", instance.name());
    if (request.credentials() != null) {
      asked.put("credentials", "[PRIVATE DATA HIDDEN]");
    }
    if (request.tags() != null) {
      asked.put("tags", request.tags());
    }
    journal.event("audit.user_provided_service_instance." + what, "user_provided_service_instance", instance.guid(), instance.name(), instance.spaceGuid(),
        Map.of("request", asked));
  }
}
