using System.Net.Sockets;
using System.Text;

namespace MusicGen.Silo.Tests.Corpora;

/// <summary>An upload whose sender decides what comes when.</summary>
internal sealed class SlowUpload : IDisposable
{
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";
    private const string Announced = "100000000";

    private readonly TcpClient _connection = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sends the head alone, which asks to be told when the body is wanted.</summary>
    /// <param name="service">Where.</param>
    /// <param name="corpus">For which corpus.</param>
    /// <param name="key">Whose; null: nobody's.</param>
    public static async Task<SlowUpload> BeginAsync(Uri service, string corpus, string? key = null)
    {
        var upload = new SlowUpload();
        await upload._connection.ConnectAsync(service.Host, service.Port, Token);
        await upload.SendAsync(
            $"POST /v1/corpora/{corpus}/files HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {Announced}\r\nExpect: 100-continue\r\n"
            + $"{(key is null ? "" : $"Authorization: Bearer {key}\r\n")}\r\n");
        return upload;
    }

    /// <summary>Until the service reads the body: the upload has its turn.</summary>
    public async Task WantedAsync() => Assert.Equal(Continue, await ReadUntilAsync(text => text.Length == Continue.Length));

    /// <summary>Sends some of the body: whole files, and not its end.</summary>
    public Task SendFilesAsync(params IEnumerable<byte[]> files) => SendAsync(
    [
        .. files.Select((content, index) => (byte[])[.. Encoding.ASCII.GetBytes($"--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{index}.mid\"\r\n\r\n"), .. content, .. "\r\n"u8])
            .SelectMany(part => part),
    ]);

    /// <summary>Waits for a refusal.</summary>
    /// <returns>The whole response.</returns>
    public Task<string> RefusedAsync() => ReadUntilAsync(text => text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal));

    public void Dispose() => _connection.Dispose();

    private Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    private Task SendAsync(byte[] bytes) => _connection.GetStream().WriteAsync(bytes, Token).AsTask();

    private async Task<string> ReadUntilAsync(Predicate<string> isEnough)
    {
        var (text, buffer) = (new StringBuilder(), new byte[1]);
        while (!isEnough(text.ToString()) && await _connection.GetStream().ReadAsync(buffer, Token) > 0) text.Append((char)buffer[0]);
        return text.ToString();
    }
}
