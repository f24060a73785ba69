package dev.ingot.router.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccessBufferTest {
  private static AccessLine line(String app, String text) {
    return new AccessLine(app, 0, 1, text);
  }

  @Test
  void linesBeyondTheBound_areDropped_andToldPerAppOnce() {
    AccessBuffer buffer = new AccessBuffer(1_000);
    for (int i = 0; i < 50; i++) {
      buffer.accept(line(i % 2 == 0 ? "a" : "b", "0123456789"));
    }
    List<AccessLine> taken = buffer.take(1_000, 5);
    assertThat(taken).filteredOn(l -> l.text().equals("0123456789")).hasSize(13);
    assertThat(taken).filteredOn(l -> l.text().contains("dropped")).hasSize(2)
        .anySatisfy(l -> assertThat(l.text()).contains(" 18 access log lines")).anySatisfy(l -> assertThat(l.text()).contains(" 19 access log lines"));
    assertThat(buffer.take(1_000, 6)).isEmpty();
    buffer.accept(line("a", "again"));
    assertThat(buffer.take(10, 7)).extracting(AccessLine::text).containsExactly("again");
  }

  @Test
  void take_keepsOrderAndLimit() {
    AccessBuffer buffer = new AccessBuffer(100_000);
    for (int i = 0; i < 10; i++) {
      buffer.accept(line("a", "" + i));
    }
    assertThat(buffer.take(4, 0)).extracting(AccessLine::text).containsExactly("0", "1", "2", "3");
    assertThat(buffer.take(100, 0)).extracting(AccessLine::text).containsExactly("4", "5", "6", "7", "8", "9");
  }
}
