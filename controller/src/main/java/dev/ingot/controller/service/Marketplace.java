package dev.ingot.controller.service;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.LabelledEntity;
import dev.ingot.controller.listing.db.Listing;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Service brokers, offerings and plans: there are none, because brokers cannot be registered yet. What is asked is checked all the same. */
@Service
public class Marketplace {
  private static final Listing<LabelledEntity> BROKERS = Listing.of(LabelledEntity.class).nothing("names", "space_guids").order("name", "name");
  private static final Listing<LabelledEntity> OFFERINGS = Listing.of(LabelledEntity.class)
      .nothing("names", "available", "service_broker_guids", "service_broker_names", "space_guids", "organization_guids").allow("fields[service_broker]")
      .order("name", "name");
  private static final Listing<LabelledEntity> PLANS = Listing.of(LabelledEntity.class)
      .nothing("names", "available", "broker_catalog_ids", "space_guids", "organization_guids", "service_broker_guids", "service_broker_names",
          "service_offering_guids", "service_offering_names", "service_instance_guids")
      .allow("fields[service_offering.service_broker]").include("space.organization", "service_offering").order("name", "name");

  private final Access access;
  private final FeatureFlags flags;

  Marketplace(Access access, FeatureFlags flags) {
    this.access = access;
    this.flags = flags;
  }

  public PageOf<LabelledEntity> brokers(ListQuery query) {
    return BROKERS.none(query);
  }

  public PageOf<LabelledEntity> offerings(ListQuery query) {
    requireLogin();
    return OFFERINGS.none(query);
  }

  public PageOf<LabelledEntity> plans(ListQuery query) {
    requireLogin();
    return PLANS.none(query);
  }

  /** Where operators hide the marketplace, those who are not logged in get 401. */
  private void requireLogin() {
    if (Caller.find().isEmpty() && flags.state(Flag.HIDE_MARKETPLACE_FROM_UNAUTHENTICATED_USERS).enabled()) {
      throw new ApiException(ErrorCode.NOT_AUTHENTICATED, "Authentication error");
    }
  }

  /** Registering a broker: 403 for who may not, 501 for who may. @param space for a broker of one space; null = for all */
  public ApiException register(@Nullable String space) {
    if (space == null) {
      access.platform(Permission.WRITE_PLATFORM);
    } else if (!access.maySpace(Permission.READ_SPACE, space)) {
      throw ApiException.unprocessable("Invalid space. Ensure that the space exists and you have access to it.");
    } else {
      access.space(Permission.WRITE_SERVICE, space, "Space");
    }
    return new ApiException(ErrorCode.NOT_IMPLEMENTED, "Service brokers cannot be registered here yet: they come with a later version."
        + " Until then give apps the credentials of services with cf create-user-provided-service.");
  }
}
