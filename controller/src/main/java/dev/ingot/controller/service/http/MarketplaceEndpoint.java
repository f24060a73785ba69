package dev.ingot.controller.service.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.service.Marketplace;
import dev.ingot.controller.validation.Names;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Service brokers, offerings, plans and their visibility: there are none yet, and that is what is answered. */
@RestController
class MarketplaceEndpoint {
  private final Marketplace marketplace;
  private final Lists lists;

  MarketplaceEndpoint(Marketplace marketplace, Lists lists) {
    this.marketplace = marketplace;
    this.lists = lists;
  }

  /** Body of registering a broker. */
  record BrokerRequest(@Nullable String name, @Nullable String url, @Nullable Authentication authentication, @Nullable Relationships relationships,
      @Nullable Metadata metadata) {
    /** How we prove to the broker who we are; `type` is `basic`. */
    record Authentication(@Nullable String type, @Nullable BasicCredentials credentials) {}

    /** User and password. */
    record BasicCredentials(@Nullable String username, @Nullable String password) {}

    /** The space it is for; none = all. */
    record Relationships(@Nullable ToOne space) {}
  }

  @GetMapping("/v3/service_brokers")
  ListBody<Object> brokers(ListQuery query) {
    return lists.body(query, marketplace.brokers(query), broker -> broker);
  }

  @PostMapping("/v3/service_brokers")
  void register(@RequestBody BrokerRequest request) {
    Names.require("Name", request.name());
    if (request.url() == null || !request.url().matches("https?://.+")) {
      throw ApiException.unprocessable("Url must be a valid url");
    }
    if (request.authentication() == null || request.authentication().credentials() == null) {
      throw ApiException.unprocessable("Authentication must be an object");
    }
    throw marketplace.register(request.relationships() == null ? null : ToOne.guid(request.relationships().space()));
  }

  @RequestMapping(path = "/v3/service_brokers/{guid}", method = {RequestMethod.GET, RequestMethod.PATCH, RequestMethod.DELETE})
  void broker() {
    throw ApiException.notFound("Service broker");
  }

  @GetMapping("/v3/service_offerings")
  ListBody<Object> offerings(ListQuery query) {
    return lists.body(query, marketplace.offerings(query), offering -> offering);
  }

  @RequestMapping(path = "/v3/service_offerings/{guid}", method = {RequestMethod.GET, RequestMethod.PATCH, RequestMethod.DELETE})
  void offering() {
    throw ApiException.notFound("Service offering");
  }

  @GetMapping("/v3/service_plans")
  ListBody<Object> plans(ListQuery query) {
    return lists.body(query, marketplace.plans(query), plan -> plan);
  }

  @RequestMapping(path = {"/v3/service_plans/{guid}", "/v3/service_plans/{guid}/visibility"}, method = {RequestMethod.GET, RequestMethod.PATCH})
  void plan() {
    throw ApiException.notFound("Service plan");
  }

  @DeleteMapping({"/v3/service_plans/{guid}", "/v3/service_plans/{guid}/visibility/{organization}"})
  void removePlan() {
    throw ApiException.notFound("Service plan");
  }

  @PostMapping("/v3/service_plans/{guid}/visibility")
  void makeVisible() {
    throw ApiException.notFound("Service plan");
  }
}
