using MusicGen.Grains.Unfinished;
using MusicGen.Storage.Local;

namespace MusicGen.Grains.Tests.Unfinished;

public sealed class UnfinishedWorkTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly UnfinishedWork _unfinished;

    public UnfinishedWorkTests() => _unfinished = new UnfinishedWork(new LocalBlobStore(_folder.Path));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_Marks_GivesKindAndWholeKey()
    {
        await _unfinished.MarkAsync("training", "local/t1");
        await _unfinished.MarkAsync("ingestion", "local/jazz/3");

        var marks = await _unfinished.ListAsync(Token).ToListAsync(Token);

        Assert.Equal([("ingestion", "local/jazz/3"), ("training", "local/t1")], marks);
    }

    [Fact]
    public async Task Mark_Twice_IsOneMark()
    {
        await _unfinished.MarkAsync("training", "local/t1");
        await _unfinished.MarkAsync("training", "local/t1");

        Assert.Single(await _unfinished.ListAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Clear_Twice_LeavesOtherMarks()
    {
        await _unfinished.MarkAsync("training", "local/t1");
        await _unfinished.MarkAsync("training", "local/t2");

        await _unfinished.ClearAsync("training", "local/t1");
        await _unfinished.ClearAsync("training", "local/t1");

        Assert.Equal([("training", "local/t2")], await _unfinished.ListAsync(Token).ToListAsync(Token));
    }

    public void Dispose() => _folder.Dispose();
}
