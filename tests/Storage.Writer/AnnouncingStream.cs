namespace MusicGen.Storage.Writer;

/// <summary>One letter again and again; says on standard output whenever another part of it is read.</summary>
internal sealed class AnnouncingStream(byte letter, int sizeBytes) : MemoryStream(Enumerable.Repeat(letter, sizeBytes).ToArray())
{
    private const int PartBytes = 1 << 16;

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        var part = new byte[PartBytes];
        while (await ReadAsync(part, cancellationToken) is > 0 and var read)
        {
            await Console.Out.WriteLineAsync("part");
            await destination.WriteAsync(part.AsMemory(0, read), cancellationToken);
        }
    }
}
