package dev.ingot.controller.user.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.user.User;
import dev.ingot.api.user.UserRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.user.Users;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/users`. */
@RestController
class UsersEndpoint {
  private final Users users;
  private final UserWire wire;
  private final Lists lists;
  private final Answers answers;

  UsersEndpoint(Users users, UserWire wire, Lists lists, Answers answers) {
    this.users = users;
    this.wire = wire;
    this.lists = lists;
    this.answers = answers;
  }

  @GetMapping("/v3/users")
  ListBody<User> list(ListQuery query) {
    return lists.body(query, users.list(query), wire::of);
  }

  @PostMapping("/v3/users")
  ResponseEntity<User> create(@RequestBody UserRequest request) {
    return Answers.created(wire.of(users.create(request)));
  }

  @GetMapping("/v3/users/{guid}")
  User get(@PathVariable String guid) {
    return wire.of(users.get(guid));
  }

  @PatchMapping("/v3/users/{guid}")
  User update(@PathVariable String guid, @RequestBody UserRequest request) {
    return wire.of(users.update(guid, request));
  }

  @DeleteMapping("/v3/users/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(users.delete(guid));
  }
}
