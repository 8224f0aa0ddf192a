using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;
using MusicGen.Contracts.Nodes;
using MusicGen.Grains.Training;
using MusicGen.Silo.Accounts;
using MusicGen.Silo.Http;

namespace MusicGen.Silo.Nodes;

/// <summary>Training nodes, for operators; whoever may call an embedded service is one.</summary>
internal static class NodesEndpoints
{
    private const int PoolsAtOnce = 32;

    public static void MapNodes(this RouteGroupBuilder api)
    {
        var nodes = api.MapGroup("/nodes").WithTags("Nodes").Needs(KeyScope.Operator);
        nodes.MapGet("", ListAsync).WithSummary("List the training nodes of all pools");
        nodes.MapPost("{node}:cordon", Change(NodeCordon.Cordoned)).WithSummary("Give a node no new trainings").WithDescription("What runs there goes on.");
        nodes.MapPost("{node}:drain", Change(NodeCordon.Draining)).WithSummary("Empty a node")
            .WithDescription("What runs there stops at a checkpoint and goes on elsewhere; the node gets no new trainings.");
        nodes.MapPost("{node}:uncordon", Change(NodeCordon.None)).WithSummary("Let a node have trainings again");
    }

    private static async Task<Ok<IReadOnlyList<NodeSummary>>> ListAsync(TrainingPools pools, IGrainFactory grains, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<NodeSummary>>(await AllAsync(pools, grains, cancellationToken));

    private static async Task<List<NodeSummary>> AllAsync(TrainingPools pools, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var nodes = new List<NodeSummary>();
        await foreach (var some in pools.NamesAsync(cancellationToken).Chunk(PoolsAtOnce))
        {
            foreach (var ofPool in await Task.WhenAll(some.Select(pool => grains.GetGrain<ITrainingQueueGrain>(pool).Nodes()))) nodes.AddRange(ofPool);
        }
        return nodes;
    }

    /// <summary>An operator need not know the node's pool: of those that know the node, it is the one that heard it last. No pool keeps a cordon that is lifted.</summary>
    private static Func<string, TrainingPools, IGrainFactory, CancellationToken, Task<Results<Ok<NodeSummary>, ProblemHttpResult>>> Change(NodeCordon cordon) =>
        async (node, pools, grains, cancellationToken) =>
        {
            var known = (await AllAsync(pools, grains, cancellationToken)).Where(one => one.Name == node).OrderBy(one => one.LastHeardSeconds ?? double.MaxValue).ToList();
            if (known.Count == 0)
                return new Problem(ProblemKind.NotFound, "node-not-found", $"There is no training node '{node}': GET /v1/nodes (musicgen nodes) lists them.").ToResult();
            if (cordon == NodeCordon.None)
            {
                foreach (var other in known.Skip(1)) await grains.GetGrain<ITrainingQueueGrain>(other.Pool).Cordon(node, cordon);
            }
            var answer = await grains.GetGrain<ITrainingQueueGrain>(known[0].Pool).Cordon(node, cordon);
            return answer.Succeeded ? TypedResults.Ok(answer.Value) : answer.Problem.ToResult();
        };
}
