package dev.ingot.controller.sidecar;

import dev.ingot.controller.app.AppJournal;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.controller.process.DropletListener;
import dev.ingot.controller.sidecar.db.SidecarEntity;
import dev.ingot.controller.sidecar.db.SidecarRepository;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** Gives an app the sidecars that its current droplet's buildpacks ask for; those of users stay, and win over one of the same name. */
@Component
class DropletSidecars implements DropletListener {
  private final SidecarRepository sidecars;
  private final AppJournal journal;
  private final Clock clock;

  DropletSidecars(SidecarRepository sidecars, AppJournal journal, Clock clock) {
    this.sidecars = sidecars;
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public void current(AppEntity app, DropletEntity droplet) {
    List<SidecarEntity> there = sidecars.findByAppGuidOrderByCreatedAtAscGuidAsc(app.guid());
    List<DropletEntity.Sidecar> asked = droplet.sidecars();
    there.stream().filter(one -> one.ofBuildpack() && asked.stream().noneMatch(other -> other.name().equals(one.name()))).forEach(sidecars::delete);
    int room = Sidecars.MAX_PER_APP - (int) there.stream().filter(one -> !one.ofBuildpack()).count();
    for (DropletEntity.Sidecar one : asked.stream().limit(Math.max(0, room)).toList()) {
      SidecarEntity known = there.stream().filter(other -> other.name().equals(one.name())).findFirst().orElse(null);
      if (known != null && !known.ofBuildpack()) {
        journal.log(app, "The app's own sidecar '" + one.name() + "' is used, not the buildpack's of the same name");
        continue;
      }
      SidecarEntity sidecar = known == null ? SidecarEntity.ofBuildpack(app.guid(), clock.instant()) : known;
      sidecar.change(one.name(), one.command(), one.processTypes(), one.memoryMb());
      sidecar.touch(clock.instant());
      sidecars.save(sidecar);
    }
    sidecars.flush();
  }
}
