using MusicGen.Contracts.Nodes;

namespace MusicGen.Client.Nodes;

/// <summary>Training nodes, for operators.</summary>
public sealed class NodesClient
{
    private readonly ApiConnection _api;

    internal NodesClient(ApiConnection api) => _api = api;

    /// <summary>The nodes of all pools that were heard lately or are cordoned.</summary>
    public Task<IReadOnlyList<NodeSummary>> ListAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync<IReadOnlyList<NodeSummary>>("v1/nodes", cancellationToken);

    /// <summary>Gives a node no new sessions; what runs there goes on.</summary>
    public Task<NodeSummary> CordonAsync(string node, CancellationToken cancellationToken = default) => ChangeAsync(node, "cordon", cancellationToken);

    /// <summary>Empties a node: what runs there goes on elsewhere.</summary>
    public Task<NodeSummary> DrainAsync(string node, CancellationToken cancellationToken = default) => ChangeAsync(node, "drain", cancellationToken);

    /// <summary>Lets a node have sessions again.</summary>
    public Task<NodeSummary> UncordonAsync(string node, CancellationToken cancellationToken = default) => ChangeAsync(node, "uncordon", cancellationToken);

    private Task<NodeSummary> ChangeAsync(string node, string verb, CancellationToken cancellationToken) =>
        _api.ChangeAsync<NodeSummary>($"v1/nodes/{Uri.EscapeDataString(node)}:{verb}", cancellationToken);
}
