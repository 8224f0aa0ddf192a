using MusicGen.Contracts.Corpora;

namespace MusicGen.Silo.Corpora;

/// <summary>Reads what a stranger sends; what the sender did wrong refuses the upload.</summary>
internal static class UploadBody
{
    private const int BufferBytes = 64 << 10;

    /// <summary>A whole file.</summary>
    /// <exception cref="UploadRefusedException">It is larger than a file may be, or it breaks off.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadFileAsync(Stream body, string name, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[BufferBytes];
        for (int read; (read = await ReadAsync(body, buffer, cancellationToken)) > 0;)
        {
            if (content.Length + read > UploadLimits.FileBytes)
                throw UploadRefusedException.TooLarge($"{name} is larger than {UploadLimits.FileBytes >> 20} MB, which no MIDI file of music is.");
            content.Write(buffer, 0, read);
        }
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    /// <summary>Writes it to a file that exists as long as it is open, also when the service is killed.</summary>
    /// <remarks>The request's size limit bounds it.</remarks>
    public static async Task<FileStream> SpoolAsync(Stream body, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Join(folder, $"{Guid.NewGuid():n}");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, BufferBytes, FileOptions.Asynchronous);
        try
        {
            File.Delete(path);
            var buffer = new byte[BufferBytes];
            for (int read; (read = await ReadAsync(body, buffer, cancellationToken)) > 0;) await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a step of reading the body.</summary>
    /// <exception cref="UploadRefusedException">The body is damaged.</exception>
    public static async Task<T> CheckAsync<T>(Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw UploadRefusedException.Damaged($"The multipart body is damaged: {(e is IOException ? "it ends too soon" : e.Message.TrimEnd('.', ' '))}.");
        }
    }

    private static Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken) => CheckAsync(() => body.ReadAsync(buffer, cancellationToken).AsTask());
}
