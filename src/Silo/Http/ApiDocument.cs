using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MusicGen.Silo.Http;

/// <summary>The OpenAPI document. It is built once: that is a lot of work, and anybody may ask for it. Safe for concurrent use.</summary>
/// <remarks>Nothing in it differs from one request to the next but the service's address, which is as the caller wrote it.</remarks>
internal sealed class ApiDocument
{
    private const string ContentType = "application/json;charset=utf-8";

    /// <summary>Stands for the address until somebody asks.</summary>
    private const string NoAddress = "http://address.invalid/";

    private readonly Lazy<Task<(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> Behind)>> _text;

    public ApiDocument([FromKeyedServices(ApiDescription.Document)] IOpenApiDocumentProvider description) => _text = new(() => WriteAsync(description));

    public async Task SendAsync(HttpContext http)
    {
        var (before, behind) = await _text.Value;
        var address = UriHelper.BuildAbsolute(http.Request.Scheme, http.Request.Host, http.Request.PathBase);
        http.Response.ContentType = ContentType;
        await http.Response.Body.WriteAsync(before, http.RequestAborted);
        await http.Response.Body.WriteAsync(JsonEncodedText.Encode(address, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray(), http.RequestAborted);
        await http.Response.Body.WriteAsync(behind, http.RequestAborted);
    }

    private static async Task<(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> Behind)> WriteAsync(IOpenApiDocumentProvider description)
    {
        var document = await description.GetOpenApiDocumentAsync(CancellationToken.None);
        document.Servers = [new OpenApiServer { Url = NoAddress }];
        using var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        var all = text.ToArray();
        var address = Encoding.UTF8.GetBytes(NoAddress);
        var at = all.AsSpan().IndexOf(address);
        return (all.AsMemory(0, at), all.AsMemory(at + address.Length));
    }
}
