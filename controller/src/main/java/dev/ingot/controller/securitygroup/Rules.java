package dev.ingot.controller.securitygroup;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.securitygroup.SecurityGroup.Rule;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What rules of security groups may say (source: CF v3 API, "Security Group rules"). */
final class Rules {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "icmp", "icmpv6", "all");
  private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern LEADING_ZERO = Pattern.compile("(^|\\.)0\\d");
  private static final Pattern PORTS = Pattern.compile("\\s*\\d{1,5}(\\s*-\\s*\\d{1,5})?(\\s*,\\s*\\d{1,5}(\\s*-\\s*\\d{1,5})?)*\\s*");
  private static final int MAX_RULES = 1000;
  private static final int MAX_DESTINATIONS = 6000;
  private static final int MAX_DESCRIPTION = 1000;
  private static final int MAX_PROBLEMS = 20;

  private Rules() {}

  /** The rules themselves, or 422 with all that is wrong with them. */
  static List<Rule> checked(List<@Nullable Rule> rules) {
    if (rules.size() > MAX_RULES) {
      throw ApiException.unprocessable("Rules can be " + MAX_RULES + " at most");
    }
    var problems = new ArrayList<String>();
    var good = new ArrayList<Rule>();
    for (int i = 0; i < rules.size(); i++) {
      String prefix = "Rules[" + i + "]: ";
      Rule rule = rules.get(i);
      if (rule == null) {
        problems.add(prefix + "must be an object");
      } else {
        check(rule, problem -> problems.add(prefix + problem));
        good.add(rule);
      }
    }
    if (!problems.isEmpty()) {
      throw ApiException.unprocessable(String.join(", ", problems.subList(0, Math.min(MAX_PROBLEMS, problems.size()))));
    }
    return good;
  }

  private static void check(Rule rule, Consumer<String> problem) {
    String protocol = rule.protocol();
    if (protocol == null || !PROTOCOLS.contains(protocol)) {
      problem.accept("protocol must be 'tcp', 'udp', 'icmp', 'icmpv6' or 'all'");
    }
    destinations(rule, problem);
    if (rule.description() != null && rule.description().length() > MAX_DESCRIPTION) {
      problem.accept("description is too long (maximum is " + MAX_DESCRIPTION + " characters)");
    }
    switch (protocol == null ? "" : protocol) {
      case "tcp", "udp" -> ports(rule.ports(), problem);
      case "icmp", "icmpv6" -> {
        control("code", rule.code(), problem);
        control("type", rule.type(), problem);
      }
      case "all" -> {
        if (rule.ports() != null) {
          problem.accept("ports are not allowed for protocols of type all");
        }
      }
      default -> { }
    }
  }

  private static void destinations(Rule rule, Consumer<String> problem) {
    String destination = rule.destination();
    if (destination == null) {
      problem.accept("nil destination; destination must be a comma-delimited list of valid CIDRs, IP addresses, or IP address ranges");
      return;
    }
    if (destination.chars().anyMatch(Character::isWhitespace)) {
      problem.accept("destination must not contain whitespace");
      return;
    }
    var all = destination.split(",", -1);
    if (all.length > MAX_DESTINATIONS) {
      problem.accept("maximum destinations per rule exceeded - must be under " + MAX_DESTINATIONS);
      return;
    }
    for (String one : all) {
      destination(one, rule.protocol(), problem);
    }
  }

  private static void destination(String destination, @Nullable String protocol, Consumer<String> problem) {
    if (destination.isEmpty()) {
      problem.accept("empty destination specified in comma-delimited list");
      return;
    }
    var ends = destination.split("-", -1);
    if (LEADING_ZERO.matcher(ends[0]).find() || ends.length == 2 && LEADING_ZERO.matcher(ends[1]).find()) {
      problem.accept("destination octets cannot contain leading zeros");
      return;
    }
    byte[] first = ends.length == 2 ? address(ends[0]) : ends.length == 1 ? network(ends[0]) : null;
    byte[] last = ends.length == 2 ? address(ends[1]) : first;
    if (first == null || last == null || first.length != last.length) {
      problem.accept(ends.length == 2 ? "destination IP address range is invalid"
          : "destination must contain valid CIDR(s), IP address(es), or IP address range(s)");
      return;
    }
    if (java.util.Arrays.compareUnsigned(first, last) > 0) {
      problem.accept("beginning of IP address range is numerically greater than the end of its range (range endpoints are inverted)");
    }
    int version = first.length == 4 ? 4 : 6;
    if ("icmp".equals(protocol) && version == 6 || "icmpv6".equals(protocol) && version == 4) {
      problem.accept("for protocol \"" + protocol + "\" you cannot use IPv" + version + " addresses");
    }
  }

  private static byte @Nullable [] network(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null || slash < 0) {
      return address;
    }
    String bits = text.substring(slash + 1);
    return bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= address.length * 8 ? address : null;
  }

  private static byte @Nullable [] address(String text) {
    // A literal only: nothing may be looked up in DNS.
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches() || text.indexOf('%') >= 0 || text.length() > 45) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void ports(@Nullable String ports, Consumer<String> problem) {
    if (ports == null) {
      problem.accept("ports are required for protocols of type TCP and UDP");
    } else if (!PORTS.matcher(ports).matches() || !inRange(ports)) {
      problem.accept("ports must be a valid single port, comma separated list of ports, or range or ports, formatted as a string");
    }
  }

  private static boolean inRange(String ports) {
    for (String part : ports.replaceAll("\\s", "").split(",")) {
      var ends = part.split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (first < 1 || last > 65535 || first > last) {
        return false;
      }
    }
    return true;
  }

  private static void control(String field, @Nullable Integer value, Consumer<String> problem) {
    if (value == null) {
      problem.accept(field + " is required for protocols of type ICMP");
    } else if (value < -1 || value > 255) {
      problem.accept(field + " must be an integer between -1 and 255 (inclusive)");
    }
  }
}
