using System.Text;
using MusicGen.Silo.Clustering;

namespace MusicGen.Silo.Tests.Clustering;

/// <summary>Beacons that no silo of this version has written.</summary>
public sealed class BeaconStoreTests : IDisposable
{
    private readonly BeaconFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"silo":"web-3","process":"one"}""")] // another name's
    [InlineData("""{"silo":"web-2","process":"one","address":""}""")]
    [InlineData("""{"silo":"web-2","process":"one","address":"nowhere"}""")]
    [InlineData("""{"silo":"web-2","process":"one","address":"nowhere:1@2"}""")]
    [InlineData("""{"silo":"web-2","process":"one","address":"10.0.0.1:99999@2"}""")]
    [InlineData("""{"silo":"web-2","process":"one","address":"10.0.0.1:1@99999999999"}""")]
    public async Task Find_OneThatCannotBeRead_SaysOnlyThatSomebodyWroteIt(string content)
    {
        var etag = await _folder.Blobs.PutAsync("cluster/musicgen/web-2", Encoding.UTF8.GetBytes(content), cancellationToken: Token);

        var seen = await _folder.Store.FindAsync("web-2", Token);

        Assert.Equal(new SeenBeacon(new Beacon("web-2", ""), etag!), seen);
        Assert.Null(seen!.Beacon.FindMember());
        Assert.Equal([seen], await _folder.Store.ListAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Find_OneThatIsNotThere_IsNull() => Assert.Null(await _folder.Store.FindAsync("web-2", Token));
}
