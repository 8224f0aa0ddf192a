using Microsoft.Extensions.Time.Testing;
using MusicGen.Silo.Clustering;

namespace MusicGen.Silo.Tests.Clustering;

public sealed class BeaconWatchTests
{
    private static readonly Beacon Beacon = new("web-2", "one");

    private readonly FakeTimeProvider _clock = new();
    private readonly BeaconWatch _watch;

    public BeaconWatchTests() => _watch = new BeaconWatch(_clock);

    [Fact]
    public void Look_AtOneThatSpeaks_CountsItsWords()
    {
        Assert.Equal(0, _watch.Look(new SeenBeacon(Beacon, "a")));
        Assert.Equal(0, _watch.Look(new SeenBeacon(Beacon, "a")));
        Assert.Equal(1, _watch.Look(new SeenBeacon(Beacon, "b")));

        _clock.Advance(BeaconWatch.Silence * 2);

        Assert.Equal(2, _watch.Look(new SeenBeacon(Beacon, "c"))); // however long nobody looked
    }

    [Fact]
    public void Look_AtOneThatIsSilent_FindsItDeadWhenItsTimeIsOver()
    {
        _watch.Look(new SeenBeacon(Beacon, "a"));
        _watch.Look(new SeenBeacon(Beacon, "b"));

        _clock.Advance(BeaconWatch.Silence - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _watch.Look(new SeenBeacon(Beacon, "b")));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(_watch.Look(new SeenBeacon(Beacon, "b")));
    }

    [Fact]
    public void Look_AfterForget_IsTheFirstOne()
    {
        _watch.Look(new SeenBeacon(Beacon, "a"));
        _watch.Look(new SeenBeacon(Beacon, "b"));

        _watch.Forget("web-2");

        Assert.Equal(0, _watch.Look(new SeenBeacon(Beacon, "c")));
    }
}
