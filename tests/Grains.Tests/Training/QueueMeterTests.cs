using MusicGen.Grains.Tests.Telemetry;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

public sealed class QueueMeterTests
{
    [Fact]
    public void Tell_ServedPool_HasATagOfItsOwn_UntilItsActivationEnds()
    {
        var activation = new object();
        QueueMeter.Tell(activation, new PoolLoad("qm-served", IsServed: true, Waiting: 7, Running: 2, Slots: 3));
        Assert.Contains((7, "musicgen.pool=qm-served"), Of("musicgen.queue.waiting"));
        Assert.Contains((2, "musicgen.pool=qm-served"), Of("musicgen.queue.running"));
        Assert.Contains((3, "musicgen.pool=qm-served"), Of("musicgen.queue.slots"));

        QueueMeter.Forget(activation);

        Assert.DoesNotContain(Of("musicgen.queue.waiting"), one => one.Tags.Contains("qm-served", StringComparison.Ordinal));
    }

    [Fact]
    public void Tell_PoolsThatNobodyServes_AreOneWithoutTheNamesThatUsersChose()
    {
        object[] activations = [new(), new()];
        foreach (var (index, activation) in activations.Index()) QueueMeter.Tell(activation, new PoolLoad($"qm-chosen-{index}", IsServed: false, Waiting: 1_000, Running: 0, Slots: 0));

        var waiting = Of("musicgen.queue.waiting");

        Assert.DoesNotContain(waiting, one => one.Tags.Contains("qm-chosen", StringComparison.Ordinal));
        Assert.True(Assert.Single(waiting, one => one.Tags == "musicgen.pool=(unserved)").Value >= 2_000);
        foreach (var activation in activations) QueueMeter.Forget(activation);
    }

    private static (double Value, string Tags)[] Of(string instrument)
    {
        using var measurements = new Measurements(instrument);
        measurements.Observe();
        return [.. measurements.All];
    }
}
