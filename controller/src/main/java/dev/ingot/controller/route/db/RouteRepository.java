package dev.ingot.controller.route.db;

import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.Query;

/** Routes by guid and address. */
public interface RouteRepository extends ResourceRepository<RouteEntity> {
  Optional<RouteEntity> findByDomainGuidAndHostAndPathAndPortIsNull(String domainGuid, String host, String path);

  boolean existsByDomainGuidAndHost(String domainGuid, String host);

  boolean existsByDomainGuidAndSpaceGuidIn(String domainGuid, Collection<String> spaceGuids);

  List<RouteEntity> findByDomainGuid(String domainGuid);

  List<RouteEntity> findBySpaceGuid(String spaceGuid);

  /** Routes of a space that lead nowhere. */
  @Query("select r from RouteEntity r where r.spaceGuid = :spaceGuid and not exists (select d from DestinationEntity d where d.routeGuid = r.guid)")
  List<RouteEntity> findUnmapped(String spaceGuid);

  /** Routes that lead to an app, oldest first. */
  @Query("select r from RouteEntity r where exists (select d from DestinationEntity d where d.routeGuid = r.guid and d.appGuid = :appGuid) order by r.createdAt, r.guid")
  List<RouteEntity> findByApp(String appGuid);

  /** Routes that lead to one of these apps. */
  static Specification<RouteEntity> toApps(Collection<String> appGuids) {
    return (root, query, builder) -> {
      if (appGuids.isEmpty()) {
        return builder.disjunction();
      }
      var routes = query.subquery(String.class);
      var destination = routes.from(DestinationEntity.class);
      return root.get("guid").in(routes.select(destination.get("routeGuid")).where(destination.get("appGuid").in(appGuids)));
    };
  }

  /** Routes of these spaces, and those shared with one of them. */
  static Specification<RouteEntity> in(GuidSet spaces) {
    if (spaces.all()) {
      return Specification.unrestricted();
    }
    return (root, query, builder) -> {
      if (spaces.guids().isEmpty()) {
        return builder.disjunction();
      }
      var shared = query.subquery(String.class);
      var route = shared.from(RouteEntity.class);
      shared.select(route.get("guid")).where(route.join("sharedWith").in(spaces.guids()));
      return builder.or(root.get("spaceGuid").in(spaces.guids()), root.get("guid").in(shared));
    };
  }
}
