package dev.ingot.controller.service;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import dev.ingot.controller.service.db.ServiceInstanceRepository;
import dev.ingot.controller.service.db.ServiceUsageEntity;
import dev.ingot.controller.service.db.ServiceUsageRepository;
import dev.ingot.controller.service.db.UsageOrder;
import dev.ingot.controller.space.db.SpaceRepository;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The record of what service instances there were, kept for {@link #KEPT}. For billing: seen by who sees the whole platform. */
@Service
@Transactional
public class ServiceUsage {
  /** CF's default. */
  private static final Duration KEPT = Duration.ofDays(31);
  /** Old ones are looked for with every n-th event. */
  private static final int SWEEP_EVERY = 100;
  private static final Listing<ServiceUsageEntity> LISTING = Listing.of(ServiceUsageEntity.class).filter("service_instance_types", "instanceType")
      .nothing("service_offering_guids").allow("after_guid").ownOrder(UsageOrder.OLDEST_FIRST);

  private final ServiceUsageRepository events;
  private final ServiceInstanceRepository instances;
  private final SpaceRepository spaces;
  private final Access access;
  private final Clock clock;

  ServiceUsage(ServiceUsageRepository events, ServiceInstanceRepository instances, SpaceRepository spaces, Access access, Clock clock) {
    this.events = events;
    this.instances = instances;
    this.spaces = spaces;
    this.access = access;
    this.clock = clock;
  }

  /** A page, oldest first; empty for those who may not see the whole platform. 400 for an unknown `after_guid`. */
  @Transactional(readOnly = true)
  public PageOf<ServiceUsageEntity> list(ListQuery query) {
    boolean sees = access.may(Permission.READ_PLATFORM);
    var visible = Listing.<ServiceUsageEntity>within("guid", sees ? GuidSet.ALL : GuidSet.of(Set.of()));
    List<String> after = query.filter("after_guid");
    if (!after.isEmpty() && sees) {
      long number = events.findById(after.getFirst()).map(ServiceUsageEntity::number).orElseThrow(() -> new ApiException(ErrorCode.BAD_QUERY_PARAMETER,
          "The query parameter is invalid: After guid filter must be a valid service usage event guid."));
      visible = visible.and(UsageOrder.after(number));
    }
    return LISTING.page(events, query, visible);
  }

  /** One event; 404 for those who may not see the whole platform. */
  @Transactional(readOnly = true)
  public ServiceUsageEntity get(String guid) {
    return events.findById(guid).filter(event -> access.may(Permission.READ_PLATFORM))
        .orElseThrow(() -> ApiException.notFound("Service usage event"));
  }

  /** Forgets all events and begins anew with one CREATED event for each service instance there is. For admins. */
  public void reseed() {
    access.platform(Permission.WRITE_PLATFORM);
    events.deleteAllInBatch();
    instances.findAll().forEach(instance -> record("CREATED", instance));
  }

  /** @param state `CREATED`, `UPDATED` or `DELETED` */
  void record(String state, ServiceInstanceEntity instance) {
    Instant now = clock.instant();
    var space = spaces.findById(instance.spaceGuid()).orElseThrow();
    var event = events.saveAndFlush(new ServiceUsageEntity(state, space.organizationGuid(), space.guid(), space.name(), instance.guid(), instance.name(), now));
    if (Math.floorMod(event.guid().hashCode(), SWEEP_EVERY) == 0) {
      events.deleteBefore(now.minus(KEPT));
    }
  }
}
