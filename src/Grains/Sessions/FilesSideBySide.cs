using System.Text.Json;
using System.Text.Json.Nodes;
using MusicGen.Storage;

namespace MusicGen.Grains.Sessions;

/// <summary>Moves tunes' files from where they lay with version 1 of a session's state, all tunes side by side, to a folder a tune.</summary>
internal sealed class FilesSideBySide(IBlobStore blobs)
{
    /// <summary>So many tunes at once: it happens once a session, while somebody waits.</summary>
    private const int AtOnce = 16;

    /// <summary>Whatever the format is by now.</summary>
    private const int FormatWithVariations = 2;

    /// <summary>Moves what is there. Repeating is safe.</summary>
    public async Task MoveAsync(OwnedKey session, IEnumerable<int> numbers)
    {
        foreach (var some in numbers.Chunk(AtOnce)) await Task.WhenAll(some.Select(number => MoveAsync(session, number)));
    }

    private async Task MoveAsync(OwnedKey session, int number)
    {
        var old = $"{TuneBlobs.Folder(session)}{number}";
        await CopyAsync($"{old}.mid", TuneBlobs.Midi(session, number, 1), content => content);
        await CopyAsync($"{old}.notes", TuneBlobs.NoteFile(session, number, 1), content => content);
        await CopyAsync($"{old}.json", TuneBlobs.Record(session, number, 1), AsFirstVariation);
        foreach (var extension in new[] { "mid", "notes", "json" }) await blobs.DeleteAsync($"{old}.{extension}");
    }

    private async Task CopyAsync(string from, string to, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> change)
    {
        if (await blobs.GetAsync(from) is { } found) await blobs.PutAsync(to, change(found.Content));
    }

    private static ReadOnlyMemory<byte> AsFirstVariation(ReadOnlyMemory<byte> content)
    {
        var record = JsonNode.Parse(content.Span)!.AsObject();
        (record["format"], record["variation"]) = (FormatWithVariations, 1);
        return JsonSerializer.SerializeToUtf8Bytes(record);
    }
}
