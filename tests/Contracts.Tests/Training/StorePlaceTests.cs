using MusicGen.Contracts.Training;

namespace MusicGen.Contracts.Tests.Training;

public sealed class StorePlaceTests
{
    [Fact]
    public void ToString_OfAContainer_TellsNoSecret()
    {
        var place = new StorePlace(Folder: null, "AccountKey=secret", "https://jazz?sig=secret", "musicgen");
        var job = new WorkerJob("someone/t1", 1, place, "d1", null!, "c", null, null!, 1, 60, "cpu", "s", 600);

        Assert.Equal("container musicgen", place.ToString());
        Assert.Contains("Store = container musicgen", job.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", job.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfAFolder_IsItsPath() => Assert.Equal("/data", new StorePlace("/data").ToString());
}
