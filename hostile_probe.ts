import { serverOf, documentOf, methodsOf } from './test/helpers/server.ts'
const schemas:any = { Q: {id:'Q',type:'object',properties:{name:{type:'string'}, tags:{type:'array',items:{type:'string'}}, retries:{type:'array',items:{$ref:'Q'}}, labels:{type:'object',additionalProperties:{type:'string'}}, mask:{type:'string',format:'google-fieldmask'}, data:{type:'string',format:'byte'}, t:{type:'string',format:'google-datetime'}, self:{$ref:'Q'}, size:{type:'string',format:'int64'}, state:{type:'string',enum:['A']}, any:{type:'any'}}}}
const filters={type:'string',location:'query',pattern:'(.+[<,<=,==,>=,>,<>].+,)*(.+[<,<=,==,>=,>,<>].+)'}
const methods = methodsOf('q',{ post:{path:'v1/q',httpMethod:'POST',request:{$ref:'Q'},response:{}, parameters:{filters, r:{type:'integer',repeated:true,location:'query'}} as any}})
const s = serverOf([{document:documentOf({methods,schemas}),handlers:{'q.post':()=>({})}}],{bodyLimit:10*2**20})
const N=700000
const cases:any={
 unknown: '{'+Array.from({length:N},(_,i)=>`"x${i}":1`).join(',')+'}',
 wrongitems: '{"tags":['+'1,'.repeat(3e6)+'1]}',
 wrongmsgs: '{"retries":['+'{"x":1},'.repeat(1e6)+'{}]}',
 wrongmap: '{"labels":{'+Array.from({length:N},(_,i)=>`"x${i}":1`).join(',')+'}}',
 nulls: '{"tags":['+'null,'.repeat(2e6)+'null]}',
 deeplist: '{"tags":'+'['.repeat(4e6)+']'.repeat(4e6)+'}',
 deepany: '{"any":'+'['.repeat(4e6)+']'.repeat(4e6)+'}',
 deepunknown: '{"nope":'+'['.repeat(4e6)+']'.repeat(4e6)+'}',
 deepself: '{"self":'.repeat(1e6)+'1'+'}'.repeat(1e6),
 mask: JSON.stringify({mask:'a.'.repeat(4e6)+'$'}),
 b64: JSON.stringify({data:'A'.repeat(9e6)+'%'}),
 digits: JSON.stringify({size:'9'.repeat(9e6)}),
 enumv: JSON.stringify({state:'9'.repeat(9e6)}),
 time: JSON.stringify({t:'2024-01-01T00:00:00.'+'9'.repeat(9e6)}),
 notjson: '{"a":"'+'x'.repeat(9e6),
 lenient: '{'+"a:'x',".repeat(1e6)+'}',
 lenientdeep: '['.repeat(5e6),
 duration: '{"name":5}',
}
for(const [k,b] of Object.entries<any>(cases)){const t=performance.now();const a=await s.post('/v1/q',b);console.log(k.padEnd(12),a.status,Math.round(performance.now()-t)+'ms',a.text.length,Math.round(process.memoryUsage().rss/1e6)+'MB', a.text.slice(30,140).replace(/\n/g,' '))}
for(const [k,q] of Object.entries<any>({filters:'filters='+encodeURIComponent('a<b,'.repeat(3000)+'\n'), many: 'r=x&'.repeat(2e6), names:Array.from({length:800000},(_,i)=>`x${i}=1`).join('&')})){
 const t=performance.now();const a=await s.post('/v1/q',q,{'content-type':'application/x-www-form-urlencoded'});console.log(k,a.status,Math.round(performance.now()-t)+'ms',a.text.length)}
