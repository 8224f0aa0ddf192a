using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains;
using MusicGen.Grains.Corpora;
using MusicGen.Storage;

namespace MusicGen.Silo.Corpora;

/// <summary>Takes MIDI files from a multipart body into the store, one at a time in memory.</summary>
internal sealed class MidiUpload(IBlobStore blobs)
{
    private const int MaxNameLength = 255;
    private const int MaxBoundaryLength = 200;

    /// <summary>The files of the request, in its order.</summary>
    public async Task<Answer<UploadedFile[]>> ReceiveAsync(OwnedKey corpus, HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= MaxBoundaryLength } boundary)
            return new Problem(ProblemKind.Invalid, "upload-not-multipart", "Send MIDI files as multipart/form-data, for instance: curl -F files=@tune.mid …");

        var files = new List<UploadedFile>();
        var reader = new MultipartReader(boundary, request.Body);
        while (true)
        {
            var (part, damage) = await NextFileAsync(reader, cancellationToken);
            if (damage is not null) return damage;
            if (part is not { } file) return files.ToArray();
            if (files.Count == UploadLimits.Files) return TooLarge($"One upload takes at most {UploadLimits.Files:N0} files: send the rest in another one.");
            if (file.Content is not { } content) return TooLarge($"{file.Name} is larger than {UploadLimits.FileBytes >> 20} MB, which no MIDI file of music is.");
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
            await blobs.PutAsync(CorpusBlobs.MidiFile(corpus, sha256), content, WriteCondition.IfAbsent, cancellationToken);
            files.Add(new UploadedFile(file.Name, sha256, content.Length));
        }
    }

    /// <summary>The next part that is a file, its content null when it is too large; nothing at the body's end. Only what the sender did wrong is damage.</summary>
    private static async Task<((string Name, ReadOnlyMemory<byte>? Content)? File, Problem? Damage)> NextFileAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
                    return ((NameOf(disposition), await ReadAsync(section.Body, cancellationToken)), null);
            }
            return (null, null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            var why = e is IOException ? "it ends too soon" : e.Message.TrimEnd('.', ' ');
            return (null, new Problem(ProblemKind.Invalid, "upload-damaged", $"The multipart body is damaged: {why}."));
        }
    }

    private static Problem TooLarge(string detail) => new(ProblemKind.TooLarge, "upload-too-large", detail);

    /// <summary>The name is shown to people only; no path is ever made of it.</summary>
    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var name = disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value! : HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "";
        name = string.Concat(name.Where(letter => !char.IsControl(letter)));
        return name.Length switch { 0 => "unnamed", > MaxNameLength => name[^MaxNameLength..], _ => name };
    }

    /// <summary>The whole section, or null when it is larger than a file may be.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream section, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await section.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (content.Length + read > UploadLimits.FileBytes) return null;
            content.Write(buffer, 0, read);
        }
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}
