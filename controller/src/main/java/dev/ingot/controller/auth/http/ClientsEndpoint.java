package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Clients;
import dev.ingot.controller.auth.OAuthClient;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.auth.db.ClientStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** `/oauth/clients`, as UAA has it. The client `cf` stays, with its empty secret. */
@RestController
@RequestMapping({"/oauth/clients", "/uaa/oauth/clients"})
class ClientsEndpoint {
  private static final Pattern BY_ID = Pattern.compile("(?i)\\s*client_id\\s+eq\\s+\"([^\"]{1,255})\"\\s*");
  private static final int MAX_COUNT = 500;
  private final Clients clients;

  ClientsEndpoint(Clients clients) {
    this.clients = clients;
  }

  @GetMapping
  Map<String, Object> list(@RequestParam(defaultValue = "1") int startIndex, @RequestParam(defaultValue = "100") int count,
      @RequestParam(required = false) @Nullable String filter) {
    reader();
    int start = Math.max(1, startIndex);
    int limit = Math.clamp(count, 0, MAX_COUNT);
    List<ClientStore.Row> found;
    long total;
    if (filter == null) {
      found = clients.list(start - 1, limit);
      total = clients.count();
    } else {
      Matcher matcher = BY_ID.matcher(filter);
      if (!matcher.matches()) {
        throw new UaaException(400, "scim", "Invalid filter expression: use client_id eq \"…\"");
      }
      found = clients.row(matcher.group(1)).stream().toList();
      total = found.size();
    }
    return Map.of("resources", found.stream().map(ClientWire::of).toList(), "startIndex", start, "itemsPerPage", limit, "totalResults", total, "schemas",
        List.of("http://cloudfoundry.org/schema/scim/oauth-clients-1.0"));
  }

  @GetMapping("/{id}")
  Map<String, Object> get(@PathVariable String id) {
    var caller = UaaException.caller();
    if (!(caller.kind() == Caller.Kind.CLIENT && caller.guid().equals(id))) {
      reader();
    }
    return ClientWire.of(row(id));
  }

  @PostMapping
  ResponseEntity<Map<String, Object>> create(@RequestBody JsonNode body) {
    var caller = writer();
    String secret = ClientWire.secret(body, "client_secret");
    var client = ClientWire.read(body, body.path("client_id").asString(""), secret.isEmpty() ? List.of() : List.of(clients.hash(secret)));
    mayGive(caller, client, Set.of());
    if (!clients.create(client)) {
      throw new UaaException(409, "invalid_client", "Client already exists: " + client.id());
    }
    return ResponseEntity.status(201).body(ClientWire.of(row(client.id())));
  }

  @PutMapping("/{id}")
  Map<String, Object> update(@PathVariable String id, @RequestBody JsonNode body) {
    var caller = writer();
    var known = row(id).client();
    var client = ClientWire.read(body, id, known.secretHashes());
    mayGive(caller, client, known.authorities());
    if (id.equals(OAuthClient.CF) && !client.grantTypes().containsAll(Set.of(OAuthClient.PASSWORD, OAuthClient.REFRESH))) {
      throw ClientWire.invalid("The client cf must keep the grant types password and refresh_token: the cf CLI cannot do without");
    }
    clients.update(client);
    return ClientWire.of(row(id));
  }

  @PutMapping("/{id}/secret")
  Map<String, String> setSecret(@PathVariable String id, @RequestBody JsonNode body) {
    var caller = UaaException.caller();
    boolean self = caller.kind() == Caller.Kind.CLIENT && caller.guid().equals(id);
    boolean admin = UaaException.has(caller, Scopes.CLIENTS_ADMIN, Scopes.UAA_ADMIN);
    if (!admin && !(self && caller.scopes().contains(Scopes.CLIENTS_SECRET))) {
      throw new UaaException(403, "insufficient_scope", "Only the client itself with " + Scopes.CLIENTS_SECRET + ", or " + Scopes.CLIENTS_ADMIN + ", may do this");
    }
    var client = row(id).client();
    String secret = ClientWire.secret(body, "secret");
    String mode = body.path("changeMode").asString("UPDATE");
    if (id.equals(OAuthClient.CF) || id.equals(OAuthClient.SSH_PROXY) || secret.isEmpty() && !mode.equals("DELETE")) {
      throw ClientWire.invalid("The secret must not be empty; the clients cf and ssh-proxy have none");
    }
    if (!admin && clients.authenticate(id, ClientWire.secret(body, "oldSecret"), null).isEmpty()) {
      throw new UaaException(400, "invalid_client", "Previous secret is required and must be valid");
    }
    switch (mode) {
      case "UPDATE" -> clients.setSecret(client, secret, false);
      case "ADD" -> clients.setSecret(client, secret, true);
      case "DELETE" -> clients.dropOldSecret(client);
      default -> throw ClientWire.invalid("changeMode must be UPDATE, ADD or DELETE");
    }
    return Map.of("status", "ok", "message", mode.equals("DELETE") ? "Secret is deleted" : mode.equals("ADD") ? "Secret is added" : "secret updated");
  }

  @DeleteMapping("/{id}")
  Map<String, Object> delete(@PathVariable String id) {
    writer();
    var row = row(id);
    if (id.equals(OAuthClient.CF) || id.equals(OAuthClient.SSH_PROXY)) {
      throw ClientWire.invalid("The client " + id + " is built in and stays");
    }
    clients.delete(id);
    return ClientWire.of(row);
  }

  private ClientStore.Row row(String id) {
    return (id.indexOf('\0') >= 0 ? java.util.Optional.<ClientStore.Row>empty() : clients.row(id))
        .orElseThrow(() -> new UaaException(404, "invalid_client", "No client with requested id: " + id));
  }

  // Who may only write clients does not become more than it is by one.
  private static void mayGive(Caller caller, OAuthClient client, Set<String> had) {
    if (!UaaException.has(caller, Scopes.CLIENTS_ADMIN, Scopes.UAA_ADMIN)) {
      client.authorities().stream().filter(authority -> !had.contains(authority) && !caller.scopes().contains(authority)).findFirst().ifPresent(authority -> {
        throw new UaaException(403, "insufficient_scope", "You do not have the authority " + authority + " that you want to give");
      });
    }
  }

  private static void reader() {
    UaaException.having(Scopes.CLIENTS_READ, Scopes.CLIENTS_WRITE, Scopes.CLIENTS_ADMIN, Scopes.UAA_ADMIN);
  }

  private static Caller writer() {
    return UaaException.having(Scopes.CLIENTS_WRITE, Scopes.CLIENTS_ADMIN, Scopes.UAA_ADMIN);
  }
}
