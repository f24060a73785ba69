package dev.ingot.controller.service;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.service.BindingDetails;
import dev.ingot.api.service.CredentialBindingRequest;
import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.service.db.CredentialBindingEntity;
import dev.ingot.controller.service.db.CredentialBindingRepository;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import dev.ingot.controller.service.db.ServiceInstanceRepository;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.controller.validation.Names;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What can be done with bindings of apps to service instances. Every method checks what the current caller may do. */
@Service
@Transactional
public class CredentialBindings implements AppListener {
  private static final int MAX_OF_APP = 200;
  private static final Listing<CredentialBindingEntity> LISTING = Listing.of(CredentialBindingEntity.class).filter("names", "name").filter("type", "type")
      .filter("app_guids", "appGuid").filter("service_instance_guids", "serviceInstanceGuid").allow("app_names", "service_instance_names")
      .nothing("service_plan_guids", "service_plan_names", "service_offering_guids", "service_offering_names").order("name", "name")
      .include("app", "service_instance");

  private final CredentialBindingRepository bindings;
  private final ServiceInstanceRepository instances;
  private final AppRepository apps;
  private final Credentials credentials;
  private final Access access;
  private final AppJournal journal;
  private final Clock clock;

  CredentialBindings(CredentialBindingRepository bindings, ServiceInstanceRepository instances, AppRepository apps, Credentials credentials, Access access,
      AppJournal journal, Clock clock) {
    this.bindings = bindings;
    this.instances = instances;
    this.apps = apps;
    this.credentials = credentials;
    this.access = access;
    this.journal = journal;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public PageOf<CredentialBindingEntity> list(ListQuery query) {
    var visible = Listing.<CredentialBindingEntity>within("spaceGuid", access.spaces(Permission.READ_SPACE));
    if (query.filters().containsKey("app_names")) {
      visible = visible.and(CredentialBindingRepository.ofApps(query.filter("app_names")));
    }
    if (query.filters().containsKey("service_instance_names")) {
      visible = visible.and(CredentialBindingRepository.toInstances(query.filter("service_instance_names")));
    }
    return LISTING.page(bindings, query, visible);
  }

  /** One of them; 404 when there is none or the caller cannot see it. */
  @Transactional(readOnly = true)
  public CredentialBindingEntity get(String guid) {
    return allowed(Permission.READ_SPACE, guid);
  }

  /** Binds an app. Its instances see it with their next start. */
  public CredentialBindingEntity create(CredentialBindingRequest request) {
    if (!"app".equals(request.type()) && !"key".equals(request.type())) {
      throw ApiException.unprocessable("Type must be one of 'app', 'key'");
    }
    if (request.strategy() != null && !List.of("single", "multiple").contains(request.strategy())) {
      throw ApiException.unprocessable("Strategy must be 'single' or 'multiple'");
    }
    MetadataRules.check(request.metadata());
    String instanceGuid = request.relationships() == null ? null : ToOne.guid(request.relationships().serviceInstance());
    String appGuid = request.relationships() == null ? null : ToOne.guid(request.relationships().app());
    if (instanceGuid == null) {
      throw ApiException.unprocessable("Relationships Service instance can't be blank");
    }
    if (request.type().equals("key")) {
      throw noKey(request, instanceGuid, appGuid);
    }
    if (appGuid == null) {
      throw ApiException.unprocessable("Relationships App can't be blank");
    }
    ServiceInstanceEntity instance = instance(instanceGuid);
    requireNoParameters(request);
    AppEntity app = apps.findById(appGuid).filter(found -> access.maySpace(Permission.READ_SPACE, found.spaceGuid()))
        .orElseThrow(() -> ApiException.unprocessable("The app could not be found: '" + appGuid + "'"));
    access.space(Permission.OPERATE_APP, app.spaceGuid(), "App");
    CredentialBindingEntity binding = bind(app, instance, request.name());
    binding.merge(request.metadata());
    return binding;
  }

  /** Binds an app that the caller may operate. 422 when they are bound already, are in different spaces, or the name is taken. */
  public CredentialBindingEntity bind(AppEntity app, ServiceInstanceEntity instance, @Nullable String name) {
    if (!instance.spaceGuid().equals(app.spaceGuid())) {
      throw ApiException.unprocessable("The service instance and the app are in different spaces");
    }
    // Both rows locked: neither goes away, and no second binding slips in, before this one is stored.
    apps.lock(app.guid()).orElseThrow(() -> ApiException.unprocessable("The app could not be found: '" + app.guid() + "'"));
    instances.lock(instance.guid()).orElseThrow(() -> notFound(instance.guid()));
    if (bindings.findByServiceInstanceGuidAndAppGuid(instance.guid(), app.guid()).isPresent()) {
      throw ApiException.unprocessable("The app is already bound to the service instance");
    }
    String checked = name == null || name.isEmpty() ? null : Names.require("Name", name);
    if (checked != null && bindings.existsByAppGuidAndName(app.guid(), checked)) {
      throw ApiException.unprocessable("The binding name is invalid. App binding names must be unique. The app already has a binding with name '" + checked + "'.");
    }
    if (bindings.findByAppGuidOrderByCreatedAtAscGuidAsc(app.guid()).size() >= MAX_OF_APP) {
      throw ApiException.unprocessable("An app can have " + MAX_OF_APP + " bindings at most");
    }
    var binding = bindings.saveAndFlush(new CredentialBindingEntity(instance.guid(), app.guid(), app.spaceGuid(), checked, clock.instant()));
    event("audit.service_binding.create", binding, Map.of("request", Map.of("type", "app", "relationships", Map.of(
        "app", Map.of("data", Map.of("guid", app.guid())), "service_instance", Map.of("data", Map.of("guid", instance.guid()))))));
    return binding;
  }

  /** Changes metadata. */
  public CredentialBindingEntity update(String guid, CredentialBindingRequest request) {
    CredentialBindingEntity binding = allowed(Permission.WRITE_SERVICE, guid);
    ServiceRules.unknown("type", request.type(), "name", request.name(), "parameters", request.parameters(), "strategy", request.strategy(),
        "relationships", request.relationships());
    MetadataRules.check(request.metadata());
    binding.merge(request.metadata());
    binding.touch(clock.instant());
    event("audit.service_binding.update", binding, Map.of());
    return bindings.saveAndFlush(binding);
  }

  /** Unbinds. Instances of the app keep what they have until their next start. */
  public void delete(String guid) {
    remove(allowed(Permission.OPERATE_APP, guid));
  }

  /** What the app gets; 404 for those who may not see secrets of the space. That it was looked at is recorded. */
  public BindingDetails details(String guid) {
    CredentialBindingEntity binding = get(guid);
    if (!access.maySpace(Permission.READ_SECRETS, binding.spaceGuid())) {
      throw ApiException.notFound("Service credential binding");
    }
    ServiceInstanceEntity instance = instances.findById(binding.serviceInstanceGuid()).orElseThrow(() -> ApiException.notFound("Service credential binding"));
    event("audit.service_binding.show", binding, Map.of());
    return new BindingDetails(credentials.of(instance), instance.syslogDrainUrl(), List.of());
  }

  /** Always 400: only a broker knows the parameters of a binding. */
  @Transactional(readOnly = true)
  public void parameters(String guid) {
    allowed(Permission.READ_ENVIRONMENT, guid);
    throw new ApiException(ErrorCode.SERVICE_FETCH_BINDING_PARAMETERS_NOT_SUPPORTED, "This service does not support fetching service binding parameters.");
  }

  @Override
  public void deleting(AppEntity app) {
    bindings.findByAppGuidOrderByCreatedAtAscGuidAsc(app.guid()).forEach(this::remove);
  }

  /** Removes all bindings of an instance that goes. */
  void removeOf(ServiceInstanceEntity instance) {
    bindings.findByServiceInstanceGuid(instance.guid()).forEach(this::remove);
  }

  private void remove(CredentialBindingEntity binding) {
    bindings.delete(binding);
    bindings.flush();
    event("audit.service_binding.delete", binding, Map.of());
  }

  private ApiException noKey(CredentialBindingRequest request, String instanceGuid, @Nullable String appGuid) {
    ServiceRules.unknown("relationships.app", appGuid);
    Names.require("Name", request.name());
    ServiceInstanceEntity instance = instance(instanceGuid);
    requireNoParameters(request);
    access.space(Permission.WRITE_SERVICE, instance.spaceGuid(), "Service instance");
    return ApiException.unprocessable("Service credential bindings of type 'key' are not supported for user-provided service instances.");
  }

  private static void requireNoParameters(CredentialBindingRequest request) {
    if (request.parameters() != null) {
      throw ApiException.unprocessable("Binding parameters are not supported for user-provided service instances");
    }
  }

  private ServiceInstanceEntity instance(String guid) {
    return instances.findById(guid).filter(found -> access.maySpace(Permission.READ_SPACE, found.spaceGuid())).orElseThrow(() -> notFound(guid));
  }

  private static ApiException notFound(String guid) {
    return ApiException.unprocessable("The service instance could not be found: '" + guid + "'");
  }

  private CredentialBindingEntity allowed(Permission permission, String guid) {
    CredentialBindingEntity binding = bindings.findById(guid).orElseThrow(() -> ApiException.notFound("Service credential binding"));
    access.space(permission, binding.spaceGuid(), "Service credential binding");
    return binding;
  }

  private void event(String type, CredentialBindingEntity binding, Map<String, ?> data) {
    journal.event(type, "service_binding", binding.guid(), Objects.requireNonNullElse(binding.name(), ""), binding.spaceGuid(), data);
  }
}
