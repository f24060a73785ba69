package dev.ingot.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The dashboard in a real Chromium, through the real router. Screenshots are kept in target/screenshots. */
@Order(4)
class DashboardE2E {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  static {
    // A browser's first pages take their time on a busy machine.
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  private final TestPlatform platform = TestPlatform.get();

  @Test
  void signIn_appsWithLiveState_appWithInstancesRoutesAndLiveLog() throws Exception {
    Requirements.need(Files.isExecutable(CHROMIUM), "chromium (apt-get install chromium)");
    try (Playwright playwright = Playwright.create(); Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")))) {
      Page page = browser.newPage();
      List<String> problems = new ArrayList<>();
      page.onConsoleMessage(message -> {
        if (message.type().equals("error")) {
          problems.add(message.text());
        }
      });
      signIn(page);

      assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("nodejs-express").setExact(true))).isVisible();
      shot(page, "apps");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("nodejs-express").setExact(true)).click();

      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("nodejs-express").setExact(true))).isVisible();
      assertThat(page.getByText("3 of 3 running")).isVisible();
      assertThat(page.locator("a[href*='nodejs-express.apps.localhost']")).isVisible();
      assertThat(page.locator("#log-state")).not().containsText("connecting");
      platform.request("nodejs-express", "/?seen-by-the-dashboard");
      assertThat(page.locator("#log")).containsText("seen-by-the-dashboard");
      shot(page, "app");
      Assertions.assertThat(problems).isEmpty();
    }
  }

  @Test
  void wrongPassword_staysOutside() {
    Requirements.need(Files.isExecutable(CHROMIUM), "chromium (apt-get install chromium)");
    try (Playwright playwright = Playwright.create(); Browser browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM)
        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")))) {
      Page page = browser.newPage();
      page.navigate(platform.origin() + "/ui");
      page.locator("input[name=username]").fill("nobody");
      page.locator("input[type=password]").fill("wrong");
      page.locator("button[type=submit]").click();
      assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    }
  }

  private void signIn(Page page) {
    page.navigate(platform.origin() + "/");
    page.locator("input[name=username]").fill("admin");
    page.locator("input[type=password]").fill(platform.password);
    page.locator("button[type=submit]").click();
  }

  private static void shot(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")).setFullPage(true));
  }
}
