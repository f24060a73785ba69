package dev.ingot.controller.user;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.user.UserRequest;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.GuidSet;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import dev.ingot.controller.user.db.UserEntity;
import dev.ingot.controller.user.db.UserNames;
import dev.ingot.controller.user.db.UserRepository;
import dev.ingot.controller.validation.MetadataRules;
import dev.ingot.controller.validation.Names;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Users as the v3 API sees them. */
@Service
public class Users {
  private static final Listing<UserEntity> LISTING = Listing.of(UserEntity.class).filter("usernames", UserNames.equal())
      .filter("partial_usernames", UserNames.partial()).filter("origins", "origin").order("username", "username");
  private final UserRepository users;
  private final List<UserRemoval> removals;
  private final Access access;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Users(UserRepository users, List<UserRemoval> removals, Access access, Jobs jobs, TransactionTemplate transaction, Clock clock) {
    this.users = users;
    this.removals = removals;
    this.access = access;
    this.jobs = jobs;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The users the caller may see. */
  @Transactional(readOnly = true)
  public PageOf<UserEntity> list(ListQuery query) {
    checkNames(query);
    return LISTING.page(users, query, Listing.within("guid", access.users()));
  }

  /** Those of these users that the query asks for, whether or not the caller has anything else to do with them. */
  @Transactional(readOnly = true)
  public PageOf<UserEntity> list(ListQuery query, Set<String> guids) {
    checkNames(query);
    return LISTING.page(users, query, Listing.within("guid", GuidSet.of(guids)));
  }

  /** The users with these guids: for `include`. */
  @Transactional(readOnly = true)
  public List<UserEntity> byGuids(Collection<String> guids) {
    return users.findAllById(Set.copyOf(guids));
  }

  /** One user; 404 `User not found`. */
  @Transactional(readOnly = true)
  public UserEntity get(String guid) {
    return users.findById(guid).filter(user -> access.users().contains(user.guid())).orElseThrow(() -> ApiException.notFound("User"));
  }

  /**
   * Makes a user known to the API, by the guid of a user or client of UAA, or by name and the origin that it will log in at. One that UAA has
   * already is known: it is answered as it is. For admins.
   */
  @Transactional
  public UserEntity create(UserRequest request) {
    access.platform(Permission.WRITE_PLATFORM);
    MetadataRules.check(request.metadata());
    if (request.guid() != null && (request.username() != null || request.origin() != null)) {
      throw ApiException.unprocessable("Username and origin cannot be provided with guid");
    }
    if (request.guid() == null) {
      return createByName(Names.require("Username", request.username()), Names.require("Origin", request.origin()), request);
    }
    String guid = Names.require("Guid", request.guid());
    return users.findById(guid).orElseGet(() -> made(new UserEntity(guid, guid, "", null, clock.instant()), request));
  }

  /** Changes metadata. For admins. */
  @Transactional
  public UserEntity update(String guid, UserRequest request) {
    var user = get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    MetadataRules.check(request.metadata());
    user.touch(clock.instant());
    return save(user, request);
  }

  /**
   * Starts taking all roles from a user; answers the job's guid. One that only the API was told of ends to exist; one of UAA remains
   * until `DELETE /uaa/Users/:id`, which clients send next. For admins.
   */
  @Transactional
  public String delete(String guid) {
    var user = get(guid);
    access.platform(Permission.WRITE_PLATFORM);
    return jobs.start("user.delete", guid, progress -> transaction.executeWithoutResult(status -> {
      removals.forEach(removal -> removal.removeUser(guid));
      if (!user.ofUaa()) {
        users.deleteById(guid);
      }
    }));
  }

  private UserEntity made(UserEntity user, UserRequest request) {
    user.ofUaa(false);
    return save(user, request);
  }

  private UserEntity createByName(String username, String origin, UserRequest request) {
    if (origin.equals(Accounts.ORIGIN)) {
      throw ApiException.unprocessable("Origin cannot be 'uaa' when creating a user by username");
    }
    if (users.findByUsernameAndOrigin(username, origin).isPresent()) {
      throw ApiException.unprocessable("User with username '" + username + "' and origin '" + origin + "' already exists.");
    }
    return made(new UserEntity(UUID.randomUUID().toString(), username, origin, null, clock.instant()), request);
  }

  private static void checkNames(ListQuery query) {
    boolean names = !query.filter("usernames").isEmpty();
    boolean partial = !query.filter("partial_usernames").isEmpty();
    if (names && partial) {
      throw new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: Only one of usernames or partial_usernames can be provided");
    }
    if (!names && !partial && !query.filter("origins").isEmpty()) {
      throw new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: Origins filter cannot be provided without usernames or partial_usernames");
    }
  }

  private UserEntity save(UserEntity user, UserRequest request) {
    user.merge(request.metadata());
    return users.saveAndFlush(user);
  }
}
