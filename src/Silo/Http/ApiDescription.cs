using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using MusicGen.Contracts;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Accounts;

namespace MusicGen.Silo.Http;

/// <summary>The OpenAPI document's own words.</summary>
internal static class ApiDescription
{
    public const string Document = "v1";
    public const string Title = "MusicGen";

    private const string BearerScheme = "bearer";
    private const string HeaderScheme = "header";

    public static void MapApiDocument(this WebApplication app) =>
        app.MapGet($"/openapi/{Document}.json", (HttpContext http, ApiDocument document) => document.SendAsync(http)).ExcludeFromDescription();

    public static void Configure(OpenApiOptions options) => options
        .AddDocumentTransformer((document, context, _) =>
        {
            document.Info.Title = Title;
            document.Info.Version = Document;
            document.Info.Description =
                "Learns from your MIDI collection and composes new tunes. Upload files to a corpus, train on it, publish a checkpoint as a model, begin a session, ask for tunes. "
                + "Errors are problem+json with a stable type; creating a corpus, training, session or tune takes an Idempotency-Key; lists go by cursor; events resume with Last-Event-ID.";
            if (context.ApplicationServices.GetRequiredService<IOptions<AccountsOptions>>().Value is { SignIn: true } accounts) DescribeSignIn(document, accounts);
            return Task.CompletedTask;
        })
        .AddOperationTransformer((operation, context, _) =>
        {
            var metadata = new EndpointMetadataCollection(context.Description.ActionDescriptor.EndpointMetadata);
            if (ScopeNeeded.Of(metadata, context.Description.HttpMethod ?? "").Scope is { } scope) operation.Description = $"{operation.Description} Scope: {ContractJson.NameOf(scope)}.".TrimStart();
            return Task.CompletedTask;
        });

    private static void DescribeSignIn(OpenApiDocument document, AccountsOptions accounts)
    {
        var tokens = accounts.Jwt is null ? "" : ", or a token (JWT) of the service's sign-in";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = $"An API key ({AccountKey.Start}…){tokens}." },
            [HeaderScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = KeySignIn.Header, Description = "An API key, for programs that cannot send it otherwise." },
        };
        document.Security = [Requirement(BearerScheme), Requirement(HeaderScheme)];

        OpenApiSecurityRequirement Requirement(string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
    }
}
