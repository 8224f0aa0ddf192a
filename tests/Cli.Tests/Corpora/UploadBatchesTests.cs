using MusicGen.Client.Corpora;

namespace MusicGen.Cli.Tests.Corpora;

public sealed class UploadBatchesTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData(0, 1, new int[0])]
    [InlineData(1000, 1, new[] { 1000 })]
    [InlineData(2001, 1, new[] { 1000, 1000, 1 })]
    [InlineData(9, 16 * Megabyte, new[] { 4, 4, 1 })]
    [InlineData(2, 65 * Megabyte, new[] { 1, 1 })]
    public void Of_ManyFiles_KeepsEachUploadWithinCountAndSize(int count, int sizeBytes, int[] expected)
    {
        var content = new byte[sizeBytes];
        var files = Enumerable.Range(0, count).Select(i => new MidiFile($"{i}", content)).ToList();

        var batches = UploadBatches.Of(files).ToList();

        Assert.Equal(expected, batches.Select(batch => batch.Count));
        Assert.Equal(files, batches.SelectMany(batch => batch));
    }

    [Fact]
    public void Of_FilesThatAreRead_ReadsOneAheadAtMost()
    {
        var read = 0;
        var files = Enumerable.Range(0, 1500).Select(i => new MidiFile($"{read = i + 1}", new byte[1]));

        _ = UploadBatches.Of(files).First();

        Assert.Equal(1001, read);
    }
}
