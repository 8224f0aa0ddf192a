using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Grains.Computing;
using MusicGen.Storage;

namespace MusicGen.Grains.Corpora;

/// <summary>The pages of corpora in the store.</summary>
internal sealed class CorpusPages(IBlobStore blobs, CpuPool cpu)
{
    private const int LengthBytes = sizeof(int);

    /// <summary>Numbers of the pages' first reports, ascending.</summary>
    public async Task<List<int>> FirstsAsync(string prefix, CancellationToken cancellationToken)
    {
        var folder = CorpusBlobs.Pages(prefix);
        var firsts = new List<int>();
        await foreach (var page in blobs.ListAsync(folder, cancellationToken: cancellationToken))
            firsts.Add(int.Parse(page.Key.AsSpan(folder.Length), CultureInfo.InvariantCulture));
        return firsts;
    }

    /// <summary>Without its note files; null when there is no such page.</summary>
    public async Task<CorpusPage?> ReadAsync(string prefix, int first, CancellationToken cancellationToken = default)
    {
        await using var blob = await blobs.OpenAsync(CorpusBlobs.Page(prefix, first), cancellationToken: cancellationToken);
        if (blob is null) return null;
        var length = new byte[LengthBytes];
        await blob.ReadExactlyAsync(length, cancellationToken);
        var head = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        await blob.ReadExactlyAsync(head, cancellationToken);
        var page = await cpu.RunAsync(_ => JsonSerializer.Deserialize<CorpusPage>(head, ContractJson.Options), cancellationToken);
        return page! with { HeadBytes = LengthBytes + head.Length };
    }

    /// <summary>Writes a page where there is none yet.</summary>
    /// <returns>The page as it is in the store, or null when there was one.</returns>
    public async Task<CorpusPage?> WriteAsync(string prefix, int first, CorpusPage page, IReadOnlyList<byte[]> noteFiles, CancellationToken cancellationToken)
    {
        var head = await cpu.RunAsync(_ => JsonSerializer.SerializeToUtf8Bytes(page, ContractJson.Options), cancellationToken);
        using var blob = new MemoryStream(LengthBytes + head.Length + noteFiles.Sum(notes => notes.Length));
        var length = new byte[LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, head.Length);
        blob.Write(length);
        blob.Write(head);
        foreach (var notes in noteFiles) blob.Write(notes);
        var content = blob.GetBuffer().AsMemory(0, (int)blob.Length);
        return await blobs.PutAsync(CorpusBlobs.Page(prefix, first), content, WriteCondition.IfAbsent, cancellationToken) is null
            ? null
            : page with { HeadBytes = LengthBytes + head.Length };
    }
}
