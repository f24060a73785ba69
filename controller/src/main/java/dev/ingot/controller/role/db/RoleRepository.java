package dev.ingot.controller.role.db;

import dev.ingot.controller.listing.db.ResourceRepository;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

/** Roles. */
public interface RoleRepository extends ResourceRepository<RoleEntity> {
  /** Whether the user has this role in the org. */
  boolean existsByTypeAndUserGuidAndOrganizationGuid(String type, String userGuid, String organizationGuid);

  /** Whether the user has this role in the space. */
  boolean existsByTypeAndUserGuidAndSpaceGuid(String type, String userGuid, String spaceGuid);

  /** Whether the user has any role in the org itself. */
  boolean existsByUserGuidAndOrganizationGuid(String userGuid, String organizationGuid);

  /** How many roles the user has in spaces of the org. */
  @Query("select count(r) from RoleEntity r where r.userGuid = :user and r.spaceGuid in (select s.guid from SpaceEntity s where s.organizationGuid = :org)")
  long countInSpacesOf(String user, String org);

  /** All roles in an org itself. */
  List<RoleEntity> findByOrganizationGuid(String organizationGuid);

  /** All roles in a space. */
  List<RoleEntity> findBySpaceGuid(String spaceGuid);

  /** Takes all roles from a user. */
  @Modifying
  @Query("delete from RoleEntity r where r.userGuid = :user")
  void deleteOf(String user);
}
